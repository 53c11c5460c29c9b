"""The annotations of one cell give it two roles, or put it into two steps.

## What it finds

A cell whose tags or metadata say that it is, for example, both `imports` and a part of a step.

## Why it is a problem

A cell runs in one place. Whichever of the two was taken, half of what the tags say would be ignored.

## What to do

Keep one of the tags, and split the cell if it does both.
"""

from typing import Final

from kale.notebook.rules import CONFLICTING_ROLES
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CONFLICTING_ROLES,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports step:load
            «»import math
            # %% step:area
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:load step:count
            «»print(len(rows))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            import math
            # %% step:area
            print(math.pi)
            """
        ),
        Example(
            """
            # %% step:load step:load
            rows = [1, 2, 3]
            # %% step:load
            print(rows)
            """
        ),
    ),
)
