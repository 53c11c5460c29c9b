"""From places in cells to lines and columns of the notebook file, as code hosts and editors count them."""

from __future__ import annotations

from typing import NamedTuple

from kale.diagnostics import Fix, Span
from kale.document.cells import CellText, NotebookText
from kale.document.editing import changes_of


class Region(NamedTuple):
    """A stretch of a file: lines and columns from 1, the end column after the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


class Replacement(NamedTuple):
    """Text to put in the place of a stretch of a file.

    Attributes:
        region: What to replace.
        text: What to write instead, as the file is written.
    """

    region: Region
    text: str


class FilePlaces:
    """Finds places in the text of a notebook file.

    Args:
        text: The whole file; it has been read as a notebook before.
    """

    def __init__(self, text: str) -> None:
        self._notebook = NotebookText(text)
        self._sources: dict[int, CellText] = {}

    def region(self, span: Span) -> Region:
        """Give where a span stands.

        A span without extent, or one that the file does not show, gives the line on which the cell's source starts.
        """
        source = self._sources.get(span.cell)
        if source is None:
            source = self._sources[span.cell] = self._notebook.source(span.cell)
        extent = source.extent(span)
        if extent is not None:
            return self._between(extent.start, extent.end)
        offset = source.offset(span.line, 1)
        if offset is None:
            offset = self._notebook.cells[span.cell - 1].start
        return self._between(offset, offset)

    def replacements(self, fix: Fix) -> tuple[Replacement, ...]:
        """Give what a fix changes in the file; nothing when the file does not have all that the fix speaks of."""
        changes = changes_of(self._notebook, fix)
        return tuple(Replacement(self._between(start, end), text) for start, end, text in changes)

    def _between(self, start: int, end: int) -> Region:
        return Region(*self._notebook.place(start), *self._notebook.place(end))
