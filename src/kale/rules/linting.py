"""Running the lint rules over a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    better = _better(found)
    left = (diagnostic for diagnostic in subject.diagnostics if not _gives_way(diagnostic, better))
    return (*left, *(diagnostic for _, diagnostic in found))


def _better(found: Iterable[tuple[Lint, Diagnostic]]) -> dict[tuple[str, int], list[Span]]:
    """Give where lint rules say something more exactly, by the code of the rule that says it less so and the cell."""
    spans: dict[tuple[str, int], list[Span]] = {}
    for rule, diagnostic in found:
        if diagnostic.span is not None:
            for code in rule.supersedes:
                spans.setdefault((code, diagnostic.span.cell), []).append(diagnostic.span)
    return spans


def _gives_way(diagnostic: Diagnostic, better: Mapping[tuple[str, int], Sequence[Span]]) -> bool:
    """Whether a lint rule says the same more exactly."""
    span = diagnostic.span
    return span is not None and any(_encloses(span, inner) for inner in better.get((diagnostic.code, span.cell), ()))


def _encloses(outer: Span, inner: Span) -> bool:
    starts_before = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts_before and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
