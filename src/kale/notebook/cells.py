"""The cells that take part, turned into plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kale.diagnostics import Diagnostic, Report, Span
from kale.notebook.folder import Folder
from kale.notebook.ipython import NotebookNames, Problem, UntranslatableError, cleaned, run_lines, translate
from kale.notebook.membership import Member
from kale.notebook.scripts import ScriptReader
from kale.pipeline import Cell, ScriptPlace
from kale.pipeline.model import Model


class PackageRequest(Model):
    """A package that a cell installs.

    Attributes:
        requirement: Name and versions, as the package index takes them.
        span: The line that installs it; its cell tells which step needs the package.
    """

    requirement: str
    span: Span


@dataclass(frozen=True)
class _Part:
    """A part of a cell: its own lines up to a script, or a script's code."""

    source: str
    script: ScriptPlace | None = None


def translated_cells(
    members: Sequence[Member], folder: Folder | None, report: Report
) -> tuple[tuple[Cell, ...], tuple[PackageRequest, ...]]:
    """Give the cells as plain Python, and what they install. A cell that runs scripts comes in several parts.

    Args:
        members: The cells that take part, in order.
        folder: The notebook's folder.
        report: Takes what could not be translated.
    """
    sources = [member.annotation.cell.code for member in members]
    names, scripts = NotebookNames(sources), ScriptReader(folder, sources)
    cells: list[Cell] = []
    packages: list[PackageRequest] = []
    for member in members:
        for part in _parts(member, scripts, report):
            translation = translate(part.source, names)
            cell = _cell(member, translation.source, part.script)
            cells.append(cell)
            packages += (
                PackageRequest(requirement=p.requirement, span=cell.span(p.line)) for p in translation.packages
            )
            report.extend(_diagnostics(cell, translation.problems))
    return tuple(cells), tuple(packages)


def _parts(member: Member, scripts: ScriptReader, report: Report) -> Iterator[_Part]:
    """Cut a cell at the lines that run scripts; every part but a script keeps its lines' numbers."""
    source = member.annotation.cell.code
    runs = list(run_lines(source))
    if not runs:
        yield _Part(source)
        return
    lines, begin = cleaned(source).split("\n"), 0
    for first, last, arguments in runs:
        written = lines[first - 1]
        lines[first - 1 : last] = [""] * (last - first + 1)
        try:
            script = scripts.read(arguments)
        except UntranslatableError as error:
            report.extend(_diagnostics(_cell(member, "", None), [_on_line(error.problem, first, written)]))
            continue
        yield _Part(_from(begin, [*lines[begin : first - 1], script.before]))
        yield _Part(script.source, ScriptPlace(path=script.path, line=first))
        lines[first - 1] = script.after
        begin = first - 1
    yield _Part(_from(begin, lines[begin:]))


def _on_line(problem: Problem, number: int, line: str) -> Problem:
    start = len(line) - len(line.lstrip()) + 1
    return replace(problem, line=number, column=start, end_column=len(line.rstrip()) + 1)


def _from(begin: int, lines: Iterable[str]) -> str:
    return "\n" * begin + "\n".join(lines)


def _cell(member: Member, source: str, script: ScriptPlace | None) -> Cell:
    original = member.annotation.cell
    return Cell(
        number=original.number,
        source=source,
        role=member.role,
        step=member.step,
        cell_id=original.cell_id,
        remarks=member.annotation.remarks,
        script=script,
    )


def _diagnostics(cell: Cell, problems: Iterable[Problem]) -> Iterable[Diagnostic]:
    for problem in problems:
        span = cell.span(problem.line, problem.column, end_column=problem.end_column)
        yield problem.rule.at(span, problem.message, help=problem.help)
