"""A cell is not valid Python.

## What it finds

Whatever Python's own parser refuses: unbalanced brackets, missing colons, `return` outside of a function.

## Why it is a problem

The step could not even start. The other cells are checked all the same, as if this one were empty.

## What to do

Correct the line. If the cell holds notes rather than code, make it a text cell or tag it with `skip`.
"""

from typing import Final

from kale.analysis.rules import SYNTAX_ERROR
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    SYNTAX_ERROR,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = «[»1, 2, 3
            # %% step:count
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            «return rows»
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            print(rows)
            """
        ),
        Example(
            """
            # %% skip
            rows = [1, 2,
            # %% step:load
            print(1)
            """
        ),
    ),
)
