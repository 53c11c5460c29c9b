"""Which notebooks are meant by the paths that somebody names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kale.checking.configuration import configuration_for
from kale.errors import NotebookNotFoundError

STANDARD_INPUT: Final = "-"
_NOT_LOOKED_INTO: Final = frozenset({".ipynb_checkpoints", "node_modules", "__pycache__", "site-packages", "kale-runs"})


def notebooks_in(paths: Iterable[str]) -> tuple[str, ...]:
    """Give the notebooks that paths name, each once: files as they are, and all notebooks in folders.

    Hidden folders, checkpoints, installed packages, virtual environments and what the settings exclude are left out.

    Args:
        paths: Files and folders; ``-`` is standard input.

    Raises:
        NotebookNotFoundError: A folder has no notebook.
        ConfigurationError: The settings for a folder cannot be read.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            inside = [str(notebook) for notebook in _in_folder(Path(path))]
            if not inside:
                raise NotebookNotFoundError("there is no notebook in this folder", source=path)
            found |= dict.fromkeys(inside)
        else:
            found[path] = None
    return tuple(found)


def _in_folder(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return  # what may not be looked into holds nothing that could be checked
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return
    for entry in entries:
        hidden = entry.name.startswith(".") or entry.name in _NOT_LOOKED_INTO
        if hidden or configuration_for(folder).excludes(entry):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _in_folder(entry)
        elif entry.suffix == ".ipynb" and entry.is_file():
            yield entry
