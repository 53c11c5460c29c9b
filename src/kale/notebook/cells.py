"""The cells that take part, turned into plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kale.diagnostics import Diagnostic, Report, Span
from kale.notebook.ipython import NotebookNames, Problem, translate
from kale.notebook.membership import Member
from kale.pipeline import Cell
from kale.pipeline.model import Model


class PackageRequest(Model):
    """A package that a cell installs.

    Attributes:
        requirement: Name and versions, as the package index takes them.
        span: The line that installs it; its cell tells which step needs the package.
    """

    requirement: str
    span: Span


def translated_cells(members: Sequence[Member], report: Report) -> tuple[tuple[Cell, ...], tuple[PackageRequest, ...]]:
    """Give the cells as plain Python, and what they install.

    Args:
        members: The cells that take part, in order.
        report: Takes what could not be translated.
    """
    names = NotebookNames(member.annotation.cell.source for member in members)
    cells: list[Cell] = []
    packages: list[PackageRequest] = []
    for member in members:
        original = member.annotation.cell
        translation = translate(original.source, names)
        cell = Cell(
            number=original.number,
            source=translation.source,
            role=member.role,
            step=member.step,
            cell_id=original.cell_id,
            remarks=member.annotation.remarks,
        )
        cells.append(cell)
        packages += (PackageRequest(requirement=p.requirement, span=cell.span(p.line)) for p in translation.packages)
        report.extend(_diagnostics(cell, translation.problems))
    return tuple(cells), tuple(packages)


def _diagnostics(cell: Cell, problems: Iterable[Problem]) -> Iterable[Diagnostic]:
    for problem in problems:
        span = cell.span(problem.line, problem.column, end_column=problem.end_column)
        yield problem.rule.at(span, problem.message, help=problem.help)
