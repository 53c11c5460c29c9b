"""A statement among the pipeline parameters declares none.

## What it finds

Statements in a cell tagged `pipeline-parameters` that are not the assignment of a number, a text, a truth value, a
list or a dictionary to one name.

## Why it is a problem

Only such values can be set when a run is started. The statement runs in every step that needs it, but nobody can set
it from outside.

## What to do

Write the value down as a constant, or move the statement to another cell.
"""

from typing import Final

from kale.analysis.rules import NOT_A_PARAMETER
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NOT_A_PARAMETER,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            import datetime
            # %% pipeline-parameters
            rate = 0.1
            «day = datetime.date(2024, 1, 2)»
            # %% step:show
            print(rate, day)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            «size = len('abc')»
            # %% step:show
            print(size)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            rate = 0.1
            names = ['a', 'b']
            limit: int = 2 * 60
            # %% step:show
            print(rate, names, limit)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            # the learning rate
            rate = -1e-3
            # %% step:show
            print(rate)
            """
        ),
    ),
)
