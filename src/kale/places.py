"""From cells numbered through a whole program back to the notebooks and files that they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kale.diagnostics import Diagnostic, Related, Span
from kale.pipeline import CodeBlock, Define, Edge, Operation, Parameter, Reason, Run

_Placed = TypeVar("_Placed", Span, CodeBlock)


@dataclass(frozen=True)
class Origin:
    """Where a cell of a program came from.

    Attributes:
        cell: Position of the cell in its notebook, from 1; 0 in a Python file.
        file: Name of the notebook or file; ``None`` for the one that the pipeline names as its source.
    """

    cell: int
    file: str | None = None


@dataclass(frozen=True)
class Origins:
    """Where the cells of a program came from.

    Attributes:
        by_number: The origin of each cell that is known under another number in the program.
    """

    by_number: Mapping[int, Origin]

    def diagnostics(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Give diagnostics that speak of the original places."""
        return tuple(self._diagnostic(diagnostic) for diagnostic in diagnostics)

    def edges(self, edges: Iterable[Edge]) -> tuple[Edge, ...]:
        """Give edges whose reasons speak of the original places."""
        return tuple(
            edge.model_copy(update={"reasons": tuple(self._reason(reason) for reason in edge.reasons)})
            for edge in edges
        )

    def plan(self, plan: Iterable[Operation]) -> tuple[Operation, ...]:
        """Give a plan whose code knows its original place."""
        return tuple(
            operation.model_copy(update={"code": self._moved(_without_blank_start(operation.code))})
            if isinstance(operation, Define | Run) and operation.code.cell in self.by_number
            else operation
            for operation in plan
        )

    def parameter(self, parameter: Parameter) -> Parameter:
        """Give a parameter that knows its original place."""
        return parameter.model_copy(update={"span": self.span(parameter.span)})

    def span(self, span: Span | None) -> Span | None:
        """Give the original place."""
        return None if span is None else self._moved(span)

    def _moved(self, place: _Placed) -> _Placed:
        origin = self.by_number.get(place.cell)
        if origin is None:
            return place
        return place.model_copy(update={"cell": origin.cell, "file": origin.file})

    def _reason(self, reason: Reason) -> Reason:
        return reason.model_copy(update={"made": self.span(reason.made), "used": self.span(reason.used)})

    def _diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        related = tuple(Related(span=self._moved(part.span), message=part.message) for part in diagnostic.related)
        return diagnostic.model_copy(update={"span": self.span(diagnostic.span), "related": related})


def _without_blank_start(code: CodeBlock) -> CodeBlock:
    """Leave out empty lines in front: code of a file is filled up with them to stand on its own line."""
    text = code.text.lstrip("\n")
    return code.model_copy(update={"text": text, "line": code.line + len(code.text) - len(text)})
