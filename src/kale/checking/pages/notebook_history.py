"""A cell reads the notebook's own record of what was run.

## What it finds

`_`, `__`, `In`, `Out`, `_3` and the like, where the notebook gives them no value of its own.

## Why it is a problem

Only an interactive session keeps such a record. A step has none.

## What to do

Give the value a name in the cell that computes it.
"""

from typing import Final

from kale.analysis.rules import NOTEBOOK_HISTORY
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NOTEBOOK_HISTORY,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            sum([1, 2, 3])
            # %% step:show
            print(«_»)
            """
        ),
        Example(
            """
            # %% step:load
            total = 2 * «Out»[3]
            print(total)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            total = sum([1, 2, 3])
            # %% step:show
            print(total)
            """
        ),
        Example(
            """
            # %% step:load
            first, *_ = [1, 2, 3]
            print(first, _)
            """
        ),
    ),
)
