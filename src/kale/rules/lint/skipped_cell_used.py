"""A step uses a name that only a skipped cell binds.

## What it finds

A name that a cell with the tag `skip` binds, that a step reads, and that no cell of the pipeline binds.

## Why it is a problem

In the notebook the skipped cell runs like any other, so the name is there. In the pipeline it does not run, and the
step would fail with a `NameError`.

## What to do

Remove the tag `skip`, or bind the name in a cell that takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.analysis import SymbolTable, symbol_table
from kale.analysis.program import span_of
from kale.analysis.rules import UNDEFINED_NAME
from kale.diagnostics import Diagnostic, Related, Rule, Span
from kale.notebook.ipython import translate
from kale.pipeline import Cell, Role
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

SKIPPED_CELL_USED: Final = Rule("K502", "skipped-cell-used")


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find uses of names that only skipped cells bind."""
    undefined = [d for d in subject.diagnostics if d.code == UNDEFINED_NAME.code and d.span is not None]
    skipped = _bound_in_skipped_cells(subject) if undefined else {}
    for diagnostic in undefined:
        assert diagnostic.span is not None
        name = subject.text_at(diagnostic.span) or ""
        if name in skipped:
            yield SKIPPED_CELL_USED.at(
                diagnostic.span,
                f"{name!r} is bound in cell {skipped[name].cell} only, which is skipped, so no step has it",
                related=[Related(span=skipped[name], message=f"{name!r} is bound here")],
                help=f"let that cell take part, without 'skip', or bind {name!r} in a cell that takes part",
            )


def _bound_in_skipped_cells(subject: Subject) -> dict[str, Span]:
    """Give where the cells that take no part bind names."""
    taking_part = {cell.number for cell in subject.annotated.cells}
    bound: dict[str, Span] = {}
    for raw in subject.annotated.notebook.code_cells:
        if raw.number in taking_part:
            continue
        cell = Cell(number=raw.number, source=translate(raw.code).source, role=Role.STEP, cell_id=raw.cell_id)
        table = symbol_table(cell)
        for bind in table.bindings if isinstance(table, SymbolTable) else ():
            bound.setdefault(bind.name, span_of(cell, bind.place))
    return bound


LINT: Final = Lint(
    RulePage(
        SKIPPED_CELL_USED,
        __doc__,
        invalid=(
            Example("""
                # %% skip
                rows = [1, 2, 3]
                # %% step:count
                print(len(«rows»))
                """),
            Example(
                """
                # %% step:load
                x = 1
                # %% skip
                def double(n):
                    return 2 * n
                # %% step:b
                print(«double»(x))
                """
            ),
        ),
        valid=(
            Example("""
                # %% skip
                rows = [1, 2, 3]
                # %% step:count
                rows = [4]
                print(len(rows))
                """),
            Example(
                """
                # %% step:load
                rows = [1, 2, 3]
                # %% skip
                rows = rows[:1]
                # %% step:count
                print(len(rows))
                """
            ),
        ),
    ),
    find,
    supersedes=frozenset({UNDEFINED_NAME.code}),
)
