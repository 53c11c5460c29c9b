"""A step assigns the name of a pipeline parameter anew.

## What it finds

A statement in a step that gives the name of a parameter another meaning without looking at the parameter's value.

## Why it is a problem

Whoever starts a run sets the parameter and expects it to count. From this statement on it does not: the notebook's
own value takes its place, without a word.

## What to do

Remove the assignment, or use another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.analysis.events import BindingKind
from kale.diagnostics import Diagnostic, Related, Rule, Severity
from kale.pipeline import Parameter, Role
from kale.rules.examples import Example
from kale.rules.history import Assignment, assignments
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

PARAMETER_SHADOWED: Final = Rule("K505", "parameter-shadowed", Severity.WARNING)
_PLAIN: Final = frozenset(
    {BindingKind.ASSIGNMENT, BindingKind.IMPORT, BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.LOOP}
)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find parameters that a step binds to something else."""
    parameters = {parameter.name: parameter for parameter in subject.analysis.parameters}
    if not parameters:
        return
    for assignment in assignments(subject.analysis):
        parameter = parameters.get(assignment.name)
        if parameter is not None and _forgets(assignment):
            yield _problem(assignment, parameters.pop(assignment.name))


def _forgets(assignment: Assignment) -> bool:
    """Whether the binding surely takes place and does not depend on what the name stood for."""
    first_word = assignment.line.statement.text.split(maxsplit=1)[0]
    in_branch = first_word.rstrip(":") in ("if", "try", "while", "with", "match")
    shared = assignment.line.cell.role is not Role.STEP
    return assignment.bind.kind in _PLAIN and not (in_branch or shared or assignment.reads_itself)


def _problem(assignment: Assignment, parameter: Parameter) -> Diagnostic:
    declared = [Related(span=parameter.span, message="the parameter is declared here")] if parameter.span else []
    return PARAMETER_SHADOWED.at(
        assignment.span,
        f"step {assignment.step!r} assigns {parameter.name!r} anew, so what a run sets for the parameter of that name "
        "does not count from here on",
        related=declared,
        help="remove the assignment, or use another name",
    )


LINT: Final = Lint(
    RulePage(
        PARAMETER_SHADOWED,
        __doc__,
        invalid=(
            Example("""
                # %% pipeline-parameters
                epochs = 10
                # %% step:train
                «epochs» = 2
                print(epochs)
                """),
            Example(
                """
                # %% pipeline-parameters
                name = 'wine'
                # %% step:train
                print(name)
                for «name» in ['a', 'b']:
                    print(name)
                """
            ),
        ),
        valid=(
            Example("""
                # %% pipeline-parameters
                epochs = 10
                # %% step:train
                epochs = max(epochs, 2)
                print(epochs)
                """),
            Example(
                """
                # %% pipeline-parameters
                epochs = 10
                # %% step:train
                if epochs > 99:
                    epochs = 99
                print([epochs for epochs in range(3)], epochs)
                """
            ),
        ),
    ),
    find,
)
