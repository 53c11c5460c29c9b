"""A function reads a name that nothing in the notebook binds.

## What it finds

Names in functions, methods and lambdas that are no builtins and that no cell binds. The nearest name is told, also
among the parameters of the function.

## Why it is a problem

The function fails with a `NameError` when that line runs, which may be late in a long step.

## What to do

Correct the name, or hand the value over as an argument.
"""

from typing import Final

from kale.analysis.rules import UNDEFINED_IN_FUNCTION
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNDEFINED_IN_FUNCTION,
    __doc__,
    invalid=(
        Example(
            """
            # %% functions
            def total(rows):
                return sum(«row»)
            # %% step:load
            print(total([1, 2, 3]))
            """
        ),
        Example(
            """
            # %% step:load
            scale = lambda rows: [«factor» * row for row in rows]
            print(scale([1, 2, 3]))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% functions
            def total(rows):
                return sum(rows) * factor
            # %% step:load
            factor = 2
            print(total([1, 2, 3]))
            """
        ),
        Example(
            """
            # %% functions
            def total(rows):
                try:
                    return fast_sum(rows)
                except NameError:
                    return sum(rows)
            # %% step:load
            print(total([1, 2, 3]))
            """
        ),
    ),
)
