"""A notebook as facts: its cells in order, each with what annotations are read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import TypeAlias

from pydantic import JsonValue

from kale.diagnostics import Span
from kale.notebook.folder import Folder
from kale.notebook.marks import without_mark

Metadata: TypeAlias = Mapping[str, JsonValue]


@dataclass(frozen=True)
class NotebookCell:
    r"""One cell as it stands in the file.

    Attributes:
        number: Position in the notebook, from 1 over all cells.
        kind: nbformat's cell type: ``code``, ``markdown`` or ``raw``.
        source: The text, with ``\n`` between lines.
        tags: The strings among the cell's tags, in order.
        metadata: The cell's metadata, tags included.
        cell_id: nbformat's cell id, which notebooks have from format 4.5 on.
        execution_count: The how manieth execution of the kernel ran the cell last; ``None`` when none has.
    """

    number: int
    kind: str
    source: str
    tags: tuple[str, ...]
    metadata: Metadata
    cell_id: str | None = None
    execution_count: int | None = None

    @property
    def is_code(self) -> bool:
        """Whether the cell holds code."""
        return self.kind == "code"

    @cached_property
    def code(self) -> str:
        """The source without the line that annotates the cell, in as many lines."""
        return without_mark(self.source)

    @property
    def span(self) -> Span:
        """The start of the cell, which stands for the cell as a whole."""
        return Span(cell=self.number, cell_id=self.cell_id)


@dataclass(frozen=True)
class Notebook:
    """What a notebook file holds, outputs left out.

    Attributes:
        cells: All cells in order.
        metadata: The notebook's metadata.
        name: Name of the file, never a path; ``None`` for a notebook that came from memory.
        folder: The folder that the file stands in; ``None`` for a notebook that did not come from a path.
    """

    cells: tuple[NotebookCell, ...]
    metadata: Metadata
    name: str | None = None
    folder: Folder | None = None

    @property
    def code_cells(self) -> tuple[NotebookCell, ...]:
        """The cells that hold code."""
        return tuple(cell for cell in self.cells if cell.is_code)

    @property
    def stem(self) -> str | None:
        """The file's name without its ending."""
        return PurePath(self.name).stem if self.name else None

    def cell(self, number: int) -> NotebookCell:
        """Give the cell at a position counted from 1.

        Raises:
            IndexError: There is none.
        """
        if number < 1:
            raise IndexError(number)
        return self.cells[number - 1]
