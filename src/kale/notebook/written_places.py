"""Places of problems as the notebook is written, where the code that was looked at is a translation of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kale.diagnostics import Diagnostic, Span
from kale.notebook.notebook import Notebook
from kale.pipeline import Cell


class WrittenPlaces:
    """Knows the lines that stand otherwise in the notebook than in its cells as plain Python, such as magics.

    A place on such a line is the whole line, since columns of the translation mean nothing to who wrote the cell.

    Args:
        notebook: The notebook.
        cells: Its cells as plain Python.
        known: Problems that have the places of the notebook already.
    """

    def __init__(self, notebook: Notebook, cells: Iterable[Cell], known: Iterable[Diagnostic]) -> None:
        self._known = frozenset(known)
        self._lines: dict[tuple[int, int], tuple[str, str]] = {}
        for cell in cells:
            written = notebook.cell(cell.number).source
            if cell.script is None and written != cell.source:
                pairs = zip(cell.source.split("\n"), written.split("\n"), strict=False)
                self._lines |= {(cell.number, n): pair for n, pair in enumerate(pairs, 1) if pair[0] != pair[1]}

    def diagnostics(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Give problems with the places that they have in the notebook."""
        for diagnostic in found:
            if diagnostic in self._known or not self._lines:
                yield diagnostic
                continue
            related = tuple(part.model_copy(update={"span": self._span(part.span)}) for part in diagnostic.related)
            place = None if diagnostic.span is None else self._span(diagnostic.span)
            yield diagnostic.model_copy(update={"span": place, "related": related})

    def _span(self, span: Span) -> Span:
        first, last = (self._lines.get((span.cell, line)) for line in (span.line, span.end_line))
        if (first is None and last is None) or self._is_unchanged(span):
            return span
        changes: dict[str, int] = {}
        if first is not None:
            changes["column"] = len(first[1]) - len(first[1].lstrip()) + 1
        if last is not None:
            changes["end_column"] = len(last[1].rstrip()) + 1
        return span.model_copy(update=changes)

    def _is_unchanged(self, span: Span) -> bool:
        """Whether a place is a point, or holds the same text in the notebook as in the translation."""
        if (span.line, span.column) == (span.end_line, span.end_column):
            return True
        pair = self._lines.get((span.cell, span.line))
        if pair is None or span.line != span.end_line:
            return False
        now, written = (line[span.column - 1 : span.end_column - 1] for line in pair)
        return now == written
