"""Two steps that run side by side assign one variable, and a later step uses it.

## What it finds

A step whose annotations put it after two other steps, neither of which waits for the other, and which uses a variable
that both of them assign.

## Why it is a problem

In the notebook the cell further down wins, and so it does in the pipeline: the step gets that value, whichever of the
two steps ends last. But the tags describe the two as alternatives of equal rank, and one of their results is lost.

## What to do

Give the two results different names, so that the later step can say which it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Diagnostic, Related, Rule, Severity
from kale.pipeline import Edge, EdgeKind, Reason
from kale.pipeline.graph import ancestors
from kale.rules.examples import Example
from kale.rules.history import Assignment, assignments
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

PARALLEL_ASSIGNMENT: Final = Rule("K503", "parallel-assignment", Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find variables that a step takes from one of two parallel steps."""
    if not subject.wishes:
        return
    made = assignments(subject.analysis)
    for edge in subject.analysis.edges:
        for reason in edge.reasons:
            rival = _rival(subject, edge, reason, made) if reason.kind is EdgeKind.VALUE else None
            if rival is not None:
                yield _problem(edge, reason, rival)


def _rival(subject: Subject, edge: Edge, reason: Reason, made: tuple[Assignment, ...]) -> Assignment | None:
    """Give the other assignment of an edge's variable, in a step that runs beside the edge's source."""
    wished = ancestors(edge.target, subject.wishes)
    if edge.source not in wished:
        return None
    for other in made:
        beside = other.step in wished and other.step != edge.source
        if (
            other.name == reason.variable
            and beside
            and not subject.is_before(other.step, edge.source)
            and not subject.is_before(edge.source, other.step)
        ):
            return other
    return None


def _problem(edge: Edge, reason: Reason, rival: Assignment) -> Diagnostic:
    places = [(edge.source, reason.made), (rival.step, rival.span)]
    return PARALLEL_ASSIGNMENT.at(
        reason.used,
        f"steps {edge.source!r} and {rival.step!r} run side by side and both assign {reason.variable!r}; "
        f"step {edge.target!r} gets that of {edge.source!r}, which stands further down",
        related=[Related(span=span, message=f"step {step!r} assigns it here") for step, span in places if span],
        help="give the two values different names",
    )


LINT: Final = Lint(
    RulePage(
        PARALLEL_ASSIGNMENT,
        __doc__,
        invalid=(
            Example(
                """
                # %% step:load
                rows = [3, 1, 2]
                # %% step:up prev:load
                ordered = sorted(rows)
                # %% step:down prev:load
                ordered = sorted(rows, reverse=True)
                # %% step:show prev:up prev:down
                print(«ordered»)
                """
            ),
            Example(
                """
                # %% step:a
                score = 1
                # %% step:b
                score = 2
                name = 'b'
                # %% step:best prev:a prev:b
                print(name)
                print(«score»)
                """
            ),
        ),
        valid=(
            Example(
                """
                # %% step:load
                rows = [3, 1, 2]
                # %% step:up prev:load
                rising = sorted(rows)
                # %% step:down prev:load
                falling = sorted(rows, reverse=True)
                # %% step:show prev:up prev:down
                print(rising, falling)
                """
            ),
            Example(
                """
                # %% step:load
                rows = [3, 1, 2]
                # %% step:sort prev:load
                rows = sorted(rows)
                # %% step:show prev:sort
                print(rows)
                """
            ),
            Example(
                """
                # %% step:a
                i = 1
                print(i)
                # %% step:b
                i = 2
                print(i)
                # %% step:c prev:a prev:b
                print('end')
                """
            ),
        ),
    ),
    find,
)
