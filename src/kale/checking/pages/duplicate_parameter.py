"""A parameter is declared twice.

## What it finds

Two assignments to one name in cells tagged `pipeline-parameters`.

## Why it is a problem

Only one of the two could be the default that a run starts from.

## What to do

Keep one of the assignments.
"""

from typing import Final

from kale.analysis.rules import DUPLICATE_PARAMETER
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    DUPLICATE_PARAMETER,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            rows = 3
            «rows = 5»
            # %% step:load
            print(rows)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            rows = 3
            # %% step:load
            print(rows)
            # %% pipeline-parameters
            «rows: int = 4»
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            rows = 3
            columns = 5
            # %% step:load
            print(rows, columns)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            rows = 3
            # %% step:load
            columns = 3
            columns = 5
            print(rows, columns)
            """
        ),
    ),
)
