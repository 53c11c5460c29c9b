"""Running the lint rules over a notebook."""

from __future__ import annotations

from collections.abc import Iterable

from kale.diagnostics import Diagnostic, Severity, Span
from kale.rules.lint import LINTS
from kale.rules.page import Lint
from kale.rules.subject import Subject


def lint(subject: Subject, lints: Iterable[Lint] = LINTS, *, notes: bool = True) -> tuple[Diagnostic, ...]:
    """Give what has been found in a notebook, with what the lint rules find.

    Args:
        subject: The notebook, and what has been found so far.
        lints: The rules to apply.
        notes: Whether to apply those that give notes, too.
    """
    wanted = (rule for rule in lints if notes or rule.page.rule.severity is not Severity.NOTE)
    found = [(rule, diagnostic) for rule in wanted for diagnostic in rule.find(subject)]
    left = (diagnostic for diagnostic in subject.diagnostics if not _gives_way(diagnostic, found))
    return (*left, *(diagnostic for _, diagnostic in found))


def _gives_way(diagnostic: Diagnostic, found: Iterable[tuple[Lint, Diagnostic]]) -> bool:
    """Whether a lint rule says the same more exactly."""
    return any(diagnostic.code in rule.supersedes and _encloses(diagnostic.span, better.span) for rule, better in found)


def _encloses(outer: Span | None, inner: Span | None) -> bool:
    if outer is None or inner is None or outer.cell != inner.cell:
        return False
    starts_before = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts_before and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
