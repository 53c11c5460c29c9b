"""An import stands in one step, and other steps use what it imports.

## What it finds

An import statement in a cell of a step whose module another step needs, too.

## Why it is a problem

kale carries the import to the steps that use it, so the pipeline works. But whoever reads the notebook has to know
that, and a copy of the step's cells alone does not run. When the step with the import is removed, the others break.

## What to do

Move the import to a cell tagged `imports`, which all steps share. `--fix` does so where there is such a cell further up
and nothing in between decides what the import gives, such as `sys.path`, `%pip` or another assignment of its names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Diagnostic, Rule, Severity
from kale.pipeline import Define
from kale.rules.examples import Example
from kale.rules.moved_imports import moved_import
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

IMPORT_IN_STEP: Final = Rule("K511", "import-in-step", Severity.NOTE)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find imports in the cells of steps that are carried to other steps."""
    carried = _carried_lines(subject)
    for cell in subject.cells if carried else ():
        if cell.cell.step is None:
            continue
        for statement in cell.tree.body:
            users = carried.get((cell.cell.number, statement.lineno), ())
            if users and isinstance(statement, ast.Import | ast.ImportFrom) and cell.wrote(statement):
                names = ", ".join(repr(name) for name in users)
                yield IMPORT_IN_STEP.at(
                    cell.span(statement),
                    f"step {cell.cell.step!r} holds an import that other steps use as well: {names}",
                    help="move the import to a cell tagged 'imports'",
                    fix=moved_import(subject, cell, statement),
                )


def _carried_lines(subject: Subject) -> dict[tuple[int, int], tuple[str, ...]]:
    """Give the steps that carry each line of code: (cell, line) → names of the steps."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for step, plan in zip(subject.analysis.steps, subject.analysis.plans, strict=False):
        for operation in plan:
            if isinstance(operation, Define):
                code = operation.code
                for line in range(code.line, code.line + len(code.text.split("\n"))):
                    found[code.cell, line] = (*found.get((code.cell, line), ()), step)
    return found


LINT: Final = Lint(
    RulePage(
        IMPORT_IN_STEP,
        __doc__,
        invalid=(
            Example("""
                # %% imports
                import json
                # %% step:a
                «import math»  # for pi
                print(json.dumps(math.pi))
                # %% step:b
                print(math.e)
                """),
            Example("""
                # %% step:a
                «import math»
                print(math.pi)
                # %% step:b
                print(math.e)
                """),
            Example(
                """
                # %% step:a
                x = 1
                «from math import (
                    pi,
                    e,
                )»
                print(x)
                # %% step:b
                print(pi)
                # %% step:c
                print(e)
                """
            ),
        ),
        valid=(
            Example("""
                # %% imports
                import math
                # %% step:a
                print(math.pi)
                # %% step:b
                print(math.e)
                """),
            Example("""
                # %% step:a
                import math
                print(math.pi)
                # %% step:b
                import math
                print(math.e)
                """),
        ),
    ),
    find,
)
