"""The cells were last run in another order than that of the notebook.

## What it finds

Execution counts that do not rise from top to bottom, and cells that were not run although later ones were.

## Why it is a problem

What the notebook shows was computed in the order in which its cells were run. The pipeline runs them from top to
bottom, so its results may differ from those in the notebook.

## What to do

Restart the kernel, run all cells, and look whether the results are still the ones that you expect.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Diagnostic, Rule, Severity
from kale.notebook.notebook import NotebookCell
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

EXECUTED_OUT_OF_ORDER: Final = Rule("K514", "executed-out-of-order", Severity.NOTE)
_HELP: Final = "restart the kernel and run all cells, to see what the pipeline will compute"


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find the first cell that was run too early or not at all."""
    notebook, numbers = subject.annotated.notebook, {cell.number for cell in subject.annotated.cells}
    cells = [cell for cell in notebook.code_cells if cell.number in numbers and cell.source.strip()]
    ran = [cell for cell in cells if cell.execution_count is not None]
    if ran:
        yield from _first(cells[: cells.index(ran[-1]) + 1])


def _first(cells: list[NotebookCell]) -> Iterator[Diagnostic]:
    before: NotebookCell | None = None
    for cell in cells:
        if cell.execution_count is None:
            message = f"cell {cell.number} was not run, although cells below it were"
            yield EXECUTED_OUT_OF_ORDER.at(cell.span, message, help=_HELP)
            return
        if before is not None and cell.execution_count < (before.execution_count or 0):
            message = f"cell {cell.number} was last run before cell {before.number}, which stands above it"
            yield EXECUTED_OUT_OF_ORDER.at(cell.span, message, help=_HELP)
            return
        before = cell


LINT: Final = Lint(
    RulePage(
        EXECUTED_OUT_OF_ORDER,
        __doc__,
        invalid=(
            Example("""
                # %% [3] step:a
                x = 1
                # %% [2] step:b
                «»print(x)
                """),
            Example("""
                # %% [1] step:a
                x = 1
                # %% step:b
                «»x = 2
                # %% [2] step:c
                print(x)
                """),
        ),
        valid=(
            Example("""
                # %% [1] step:a
                x = 1
                # %% [7] step:b
                print(x)
                # %% step:c
                print('not yet run')
                """),
            Example("""
                # %% step:a
                x = 1
                # %% step:b
                print(x)
                # %% [1] skip
                print(2)
                """),
        ),
    ),
    find,
)
