"""A cell reads a name that nothing has bound before it.

## What it finds

A name that is no builtin and that no cell above binds, in a statement that runs. Where a name like it exists, the
message says so.

## Why it is a problem

The step would fail with a `NameError`. In the notebook it worked, if at all, because a cell that is no longer there,
or one further down, had been run before.

## What to do

Correct the name, or move the cell that binds it up.
"""

from typing import Final

from kale.analysis.rules import UNDEFINED_NAME
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNDEFINED_NAME,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count
            print(len(«row»))
            """
        ),
        Example(
            """
            # %% step:count
            print(len(«rows»))
            # %% step:load
            rows = [1, 2, 3]
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count
            print(len(rows), [row for row in rows], __name__)
            """
        ),
        Example(
            """
            # %% step:count
            try:
                print(rows)
            except NameError:
                rows = []
            print(rows)
            """
        ),
    ),
)
