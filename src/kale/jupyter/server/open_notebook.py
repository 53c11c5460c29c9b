"""A notebook as it is open in a browser: unsaved changes included, its file known where the server keeps it on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from pydantic import JsonValue

from kale.notebook import Notebook, NotebookCell, read_notebook
from kale.notebook.folder import Folder


@dataclass(frozen=True)
class OpenNotebook:
    """A notebook that is open in a browser.

    Attributes:
        notebook: The notebook.
        path: Its path on the server, with ``/`` between the parts.
        file: Its file; ``None`` where the server does not keep notebooks in files.
    """

    notebook: Notebook
    path: str
    file: Path | None = None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of all cells, in order; a cell without one of its own is called by its position."""
        cells = self.notebook.cells
        times = Counter(cell.cell_id for cell in cells)
        return tuple(
            cell.cell_id if cell.cell_id and times[cell.cell_id] == 1 else f"cell-{cell.number}" for cell in cells
        )

    @cached_property
    def _by_id(self) -> Mapping[str, NotebookCell]:
        return dict(zip(self.ids, self.notebook.cells, strict=True))

    def id_of(self, number: int) -> str:
        """Give the id of the cell at a position counted from 1."""
        return self.ids[number - 1]

    def cell(self, identity: str) -> NotebookCell | None:
        """Give the cell of an id; ``None`` when there is none any more."""
        return self._by_id.get(identity)


def opened(document: Mapping[str, JsonValue], path: str, file: Path | None = None) -> OpenNotebook:
    """Read a notebook that came from a browser.

    Args:
        document: Its content in nbformat's form.
        path: Its path on the server.
        file: Its file.

    Raises:
        kale.errors.NotebookError: It is not a notebook, or is not in Python.
    """
    notebook = read_notebook(document)
    name = file.name if file is not None else PurePosixPath(path).name
    folder = Folder.of(file) if file is not None else None
    return OpenNotebook(replace(notebook, name=name or None, folder=folder), path, file)
