"""From places in cells to lines and columns of the notebook file, as code hosts and editors count them."""

from __future__ import annotations

from kale.diagnostics import Span
from kale.document.cells import CellText, NotebookText


class FilePlaces:
    """Finds places in the text of a notebook file.

    Args:
        text: The whole file; it has been read as a notebook before.
    """

    def __init__(self, text: str) -> None:
        self._notebook = NotebookText(text)
        self._sources: dict[int, CellText] = {}

    def region(self, span: Span) -> tuple[int, int, int, int]:
        """Give first line, first column, last line and the column after the end, all from 1.

        A span without extent, or one that the file does not show, gives the line on which the cell's source starts.
        """
        source = self._sources.get(span.cell)
        if source is None:
            source = self._sources[span.cell] = self._notebook.source(span.cell)
        extent = source.extent(span)
        if extent is not None:
            return (*self._notebook.place(extent.start), *self._notebook.place(extent.end))
        offset = source.offset(span.line, 1)
        if offset is None:
            offset = self._notebook.cells[span.cell - 1].start
        line, column = self._notebook.place(offset)
        return line, column, line, column
