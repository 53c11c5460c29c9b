"""A step has no code.

## What it finds

A step all of whose cells are empty or hold comments only.

## Why it is a problem

It costs a container that does nothing, and often the code was meant to be in it.

## What to do

Remove the tags, or write the code.
"""

from typing import Final

from kale.analysis.rules import EMPTY_STEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    EMPTY_STEP,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count
            «»# to do: count the rows
            # %% step:show
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            «»
            # %% step:show
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            # nothing yet
            # %% step:load
            rows = [1, 2, 3]
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            pass
            """
        ),
    ),
)
