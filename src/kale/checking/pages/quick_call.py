"""A line uses IPython's shorthand for calls.

## What it finds

Lines that start with `/`, `,` or `;` and the name of a function.

## Why it is a problem

The shorthand depends on what names stand for while the cell runs, so that it cannot be turned into Python.

## What to do

Write the call in plain Python.
"""

from typing import Final

from kale.notebook.rules import QUICK_CALL
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    QUICK_CALL,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            «/print 1 2»
            """
        ),
        Example(
            """
            # %% step:load
            x = 1
            «,print a b»
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            print(1, 2)
            """
        ),
        Example(
            """
            # %% step:load
            x = (8
            / 2)
            print(x)
            """
        ),
    ),
)
