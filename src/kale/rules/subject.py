"""What lint rules look at: the facts of one analysed notebook."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kale.analysis import Analysis
from kale.diagnostics import Diagnostic, Span
from kale.notebook import AnnotatedNotebook
from kale.pipeline.graph import ancestors
from kale.rules.code import Names, ParsedCell, nodes_of, parsed_cell

_NodeT = TypeVar("_NodeT", bound=ast.AST)


@dataclass(frozen=True)
class Subject:
    """A notebook with all that is known of it.

    Attributes:
        annotated: The notebook and what its annotations say.
        analysis: What each step needs, and from where.
        diagnostics: What has been found so far.
    """

    annotated: AnnotatedNotebook
    analysis: Analysis
    diagnostics: tuple[Diagnostic, ...]

    @cached_property
    def cells(self) -> tuple[ParsedCell, ...]:
        """The cells that take part and are valid Python."""
        notebook = self.annotated.notebook
        parsed = (parsed_cell(cell, notebook.cell(cell.number).source) for cell in self.annotated.cells)
        return tuple(cell for cell in parsed if cell is not None)

    @cached_property
    def names(self) -> Names:
        """What the notebook's names stand for outside of it."""
        return Names(self.cells)

    def nodes(self, kind: type[_NodeT]) -> Iterator[tuple[ParsedCell, _NodeT]]:
        """Give the nodes of one kind in all cells, in order, each with its cell."""
        return nodes_of(self.cells, kind)

    def calls(self) -> Iterator[tuple[ParsedCell, ast.Call, str]]:
        """Give the calls of functions that are not the notebook's own, each with the function's dotted path."""
        for cell, node in self.nodes(ast.Call):
            qualified = self.names.qualified(node.func)
            if qualified is not None:
                yield cell, node, qualified

    @cached_property
    def arrows(self) -> frozenset[tuple[str, str]]:
        """Pairs of steps of which the later waits for the earlier, for any reason."""
        return frozenset((edge.source, edge.target) for edge in self.analysis.edges)

    @cached_property
    def wishes(self) -> frozenset[tuple[str, str]]:
        """Pairs of steps of which the annotations say that the later comes after the earlier."""
        return frozenset((name, step.name) for step in self.annotated.steps for name, _ in step.previous)

    def is_before(self, earlier: str, later: str) -> bool:
        """Whether one step has surely ended when another starts."""
        return earlier in ancestors(later, self.arrows)

    @cached_property
    def _lines(self) -> dict[int, list[str]]:
        return {cell.number: cell.source.split("\n") for cell in self.annotated.cells}

    def text_at(self, span: Span) -> str | None:
        """Give the text of a place on one line of a cell that takes part."""
        if span.line != span.end_line:
            return None
        lines = self._lines.get(span.cell, ())
        return lines[span.line - 1][span.column - 1 : span.end_column - 1] if span.line <= len(lines) else None
