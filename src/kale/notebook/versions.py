"""The versions of the notebook format: from a parsed document to cells.

Only what `kale` needs is checked, so that a notebook with an odd output or an unknown minor version is read all the
same. Version 3 keeps its cells in worksheets and a code cell's text under ``input``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kale.notebook.notebook import NotebookCell

OLDEST: Final = 3
NEWEST: Final = 4
_KIND_OF_OLD_CELL: Final = {"heading": "markdown", "html": "markdown"}
"""Version 3 had cell types of its own for headings and HTML."""


class MalformedNotebookError(ValueError):
    """A document is not a notebook; the message says why, for a reader who sees the file's name in front of it."""


def cells_of(document: Mapping[str, Any]) -> tuple[NotebookCell, ...]:
    """Give the cells of a notebook document.

    Raises:
        MalformedNotebookError: The document is not a notebook of a version that is known here.
    """
    raw_cells = _raw_cells(document, _major_version(document))
    return tuple(_cell(number, raw) for number, raw in enumerate(raw_cells, start=1))


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Give a copy of a JSON value made of plain dictionaries and lists.

    Raises:
        RecursionError: The value is nested too deeply.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _major_version(document: Mapping[str, Any]) -> int:
    version = document.get("nbformat")
    if not isinstance(version, int):
        raise MalformedNotebookError("it is not a notebook: it does not say its 'nbformat'")
    if version > NEWEST:
        raise MalformedNotebookError(f"notebook format {version} is newer than {NEWEST}, the newest that kale reads")
    if version < OLDEST:
        raise MalformedNotebookError(f"notebook format {version} is older than {OLDEST}, the oldest that kale reads")
    return version


def _raw_cells(document: Mapping[str, Any], version: int) -> Iterator[Any]:
    if version == NEWEST:
        yield from _list_under(document, "cells")
        return
    for worksheet in _list_under(document, "worksheets"):
        if not isinstance(worksheet, Mapping):
            raise MalformedNotebookError("it is not a notebook: a worksheet is not an object")
        yield from _list_under(worksheet, "cells")


def _list_under(document: Mapping[str, Any], key: str) -> list[Any]:
    items = document.get(key)
    if not isinstance(items, list | tuple):
        raise MalformedNotebookError(f"it is not a notebook: it has no list of {key!r}")
    return list(items)


def _cell(number: int, raw: Any) -> NotebookCell:  # noqa: ANN401 - comes straight from JSON
    if not isinstance(raw, Mapping) or not isinstance(raw.get("cell_type"), str):
        raise MalformedNotebookError(f"cell {number} is not a notebook cell: it has no 'cell_type'")
    kind = str(raw["cell_type"])
    metadata = plain(raw.get("metadata") or {})
    if not isinstance(metadata, dict):
        raise MalformedNotebookError(f"cell {number} is not a notebook cell: its 'metadata' is not an object")
    tags = metadata.get("tags")
    cell_id = raw.get("id")
    return NotebookCell(
        number=number,
        kind=_KIND_OF_OLD_CELL.get(kind, kind),
        source=_source(number, raw["input"] if kind == "code" and "input" in raw else raw.get("source")),
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        metadata=metadata,
        cell_id=cell_id if isinstance(cell_id, str) else None,
        execution_count=_execution_count(raw),
    )


def _execution_count(raw: Mapping[str, Any]) -> int | None:
    count = raw.get("execution_count", raw.get("prompt_number"))
    return count if isinstance(count, int) else None


def _source(number: int, raw: Any) -> str:  # noqa: ANN401 - comes straight from JSON
    lines = raw if isinstance(raw, list | tuple) else [raw]
    if not all(isinstance(line, str) for line in lines):
        raise MalformedNotebookError(f"cell {number} is not a notebook cell: its 'source' is not text")
    return "".join(lines).replace("\r\n", "\n").replace("\r", "\n")
