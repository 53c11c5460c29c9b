"""Files beside the notebook that a step asks for with ``include:``."""

from __future__ import annotations

from collections.abc import Iterable

from kale.diagnostics import Report, Span
from kale.notebook.folder import Folder, OutsideFolderError
from kale.pipeline import CarriedFile
from kale.provision import rules


def included_paths(folder: Folder | None, patterns: Iterable[str]) -> frozenset[str]:
    """Give the paths of the files that patterns name, as far as they may be read."""
    found: set[str] = set()
    for pattern in patterns:
        try:
            found.update(folder.matching(pattern) if folder is not None else ())
        except (OutsideFolderError, OSError):
            continue
    return frozenset(found)


def included_files(
    folder: Folder | None, patterns: Iterable[str], span: Span | None, report: Report
) -> Iterable[CarriedFile]:
    """Give the files that a step asks for, in order of their paths.

    Args:
        folder: The notebook's folder; ``None`` for a notebook that did not come from a path.
        patterns: Paths below it, or patterns for several.
        span: Where the step begins.
        report: Takes patterns that name nothing, or what must not be read.
    """
    found: dict[str, CarriedFile] = {}
    for pattern in patterns:
        try:
            files = _files(folder, pattern)
        except OutsideFolderError:
            message = f"'include:{pattern}' leads out of the notebook's folder"
            report.add(rules.INCLUDE_OUTSIDE_FOLDER.at(span, message, help="put a copy into the folder"))
        except OSError as error:
            message = f"what 'include:{pattern}' names cannot be read: {error.strerror or error}"
            report.add(rules.INCLUDE_NOT_FOUND.at(span, message))
        else:
            found.update(files)
            if not files:
                report.add(rules.INCLUDE_NOT_FOUND.at(span, _why_nothing(folder, pattern)))
    return tuple(found[path] for path in sorted(found))


def _files(folder: Folder | None, pattern: str) -> dict[str, CarriedFile]:
    paths = folder.matching(pattern) if folder is not None else ()
    return {path: CarriedFile(path=path, content=folder.read(path)) for path in paths if folder is not None}


def _why_nothing(folder: Folder | None, pattern: str) -> str:
    if folder is None:
        return f"'include:{pattern}' needs the folder of the notebook, which came from memory; compile it from its path"
    return f"'include:{pattern}' names no file in the notebook's folder; correct the path or the pattern"
