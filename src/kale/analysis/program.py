"""A notebook as one program: its statements in order, and the step that each belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kale.analysis.facts import Statement, SymbolTable
from kale.analysis.values import Place
from kale.diagnostics import Span
from kale.pipeline import Cell, CodeBlock, Role


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A statement at its position in the program.

    Attributes:
        position: Counted over all statements of the notebook, from 0.
        cell: The cell it stands in.
        statement: What it does.
        step: Number of the step that its cell belongs to; ``None`` in cells that all steps share.
        home: Number of the step that carries out what a shared cell computes once.
    """

    position: int
    cell: Cell
    statement: Statement
    step: int | None
    home: int | None

    def span(self, place: Place | None = None) -> Span:
        """Give the place in the notebook; the whole statement when ``place`` is not given."""
        if place is None:
            last = lines_of(self.cell.source)[self.statement.last_line - 1]
            return self.cell.span(self.statement.first_line, 1, self.statement.last_line, len(last.rstrip()) + 1)
        return span_of(self.cell, place)

    def code(self) -> CodeBlock:
        """Give the statement as code that can be carried to a step."""
        return CodeBlock(
            cell=self.cell.number,
            line=self.statement.first_line,
            text=self.statement.text,
            cell_id=self.cell.cell_id,
            script=self.cell.script,
        )


@dataclass(frozen=True)
class Program:
    """The statements of a notebook.

    Attributes:
        steps: Names of the steps, in order of first appearance.
        cells: The cells, in notebook order.
        lines: Their statements, in notebook order.
        first_position: Position of each cell's first statement, by index of the cell; empty cells have the next one's.
    """

    steps: tuple[str, ...]
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]
    first_position: tuple[int, ...] = field(default=())

    def runs(self) -> Iterator[tuple[int, Cell, int]]:
        """Give each cell of a step with the step's number and the position of its first statement."""
        numbers = {name: number for number, name in enumerate(self.steps)}
        for cell, position in zip(self.cells, self.first_position, strict=True):
            if cell.step is not None:
                yield numbers[cell.step], cell, position


def assemble(cells: Sequence[Cell], tables: Sequence[SymbolTable], steps: Sequence[str]) -> Program:
    """Put the cells' symbol tables together in notebook order.

    Args:
        cells: The cells that take part.
        tables: Their symbol tables, in the same order.
        steps: Names of the steps, in order of first appearance.
    """
    numbers = {name: number for number, name in enumerate(steps)}
    homes = _homes(cells, numbers)
    lines: list[Line] = []
    first_position: list[int] = []
    for cell, table, home in zip(cells, tables, homes, strict=True):
        first_position.append(len(lines))
        step = numbers[cell.step] if cell.step is not None else None
        for statement in table.statements:
            if not (statement.docstring and step is None):
                lines.append(Line(len(lines), cell, statement, step, home if step is None else step))
    return Program(tuple(steps), tuple(cells), tuple(lines), tuple(first_position))


@lru_cache(maxsize=8)
def lines_of(source: str) -> tuple[str, ...]:
    """Give the lines of a cell's source. Who asks goes from cell to cell, so that few need to be remembered."""
    return tuple(source.split("\n"))


def span_of(cell: Cell, place: Place) -> Span:
    """Give the span of a place in a cell, columns counted in characters."""
    lines = lines_of(cell.source)
    return cell.span(
        place.line,
        _character(lines, place.line, place.column),
        place.end_line,
        _character(lines, place.end_line, place.end_column),
    )


def _homes(cells: Sequence[Cell], numbers: dict[str, int]) -> list[int | None]:
    """Give the step that computes what a shared cell computes: the one above it, or else the first one below."""
    homes: list[int | None] = []
    above: int | None = None
    for cell in cells:
        if cell.role is Role.STEP and cell.step is not None:
            above = numbers[cell.step]
        homes.append(above)
    first = next((numbers[cell.step] for cell in cells if cell.step is not None), None)
    return [first if home is None else home for home in homes]


def _character(lines: Sequence[str], line: int, column: int) -> int:
    """Turn a column counted in UTF-8 bytes, as Python's parser counts, into one counted in characters."""
    if not 1 <= line <= len(lines):
        return column
    return len(lines[line - 1].encode()[: column - 1].decode(errors="ignore")) + 1
