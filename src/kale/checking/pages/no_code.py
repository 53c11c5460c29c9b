"""No code is left that a step could run.

## What it finds

Notebooks without a code cell, and notebooks all of whose code cells are skipped or have another role than being part
of a step.

## Why it is a problem

A pipeline needs at least one step.

## What to do

Tag the cells that do the work with `step:<name>`.
"""

from typing import Final

from kale.notebook.rules import NO_CODE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NO_CODE,
    __doc__,
    invalid=(
        Example(
            """
            # %% skip
            «»rows = [1, 2, 3]
            # %% skip
            print(rows)
            """
        ),
        Example(
            """
            # %% [markdown]
            # Sales
            """,
            whole=1,
        ),
    ),
    valid=(
        Example(
            """
            # %% skip
            import antigravity
            # %% step:load
            print(1)
            """
        ),
        Example(
            """
            # %% [markdown]
            # Sales
            # %%
            print(1)
            """
        ),
    ),
)
