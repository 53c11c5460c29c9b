"""A diagnostic as the user interface shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kale.diagnostics import Diagnostic, Severity
from kale.pipeline.model import Model


class OfferedFix(Model):
    """A change that takes a problem away.

    Attributes:
        title: What it does, as an instruction.
        index: Position of its problem in the list.
    """

    title: str
    index: int


class Problem(Model):
    """One problem of a notebook.

    Attributes:
        code: Code of its rule.
        slug: Name of its rule.
        severity: How bad it is.
        message: What is wrong.
        help: What to do.
        cell: Id of the cell; ``None`` for a problem of the whole notebook.
        cell_number: Position of the cell, from 1.
        line: First line in the cell, from 1.
        column: First column, from 1.
        end_line: Last line, inclusive.
        end_column: Column after the last character.
        fix: What can be done about it with a click.
    """

    code: str
    slug: str
    severity: Severity
    message: str
    help: str | None = None
    cell: str | None = None
    cell_number: int | None = None
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    fix: OfferedFix | None = None


def problems_of(diagnostics: Iterable[Diagnostic], ids: Sequence[str]) -> tuple[Problem, ...]:
    """Give diagnostics as problems.

    Args:
        diagnostics: What was found.
        ids: Ids of all cells, in order.
    """
    return tuple(_problem(index, diagnostic, ids) for index, diagnostic in enumerate(diagnostics))


def _problem(index: int, diagnostic: Diagnostic, ids: Sequence[str]) -> Problem:
    facts = {name: getattr(diagnostic, name) for name in ("code", "slug", "severity", "message", "help")}
    fix = OfferedFix(title=diagnostic.fix.description, index=index) if diagnostic.fix else None
    span = diagnostic.span
    if span is None or span.file is not None or not 1 <= span.cell <= len(ids):
        return Problem(**facts, fix=fix)
    return Problem(
        **facts,
        cell=ids[span.cell - 1],
        cell_number=span.cell,
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
        fix=fix,
    )
