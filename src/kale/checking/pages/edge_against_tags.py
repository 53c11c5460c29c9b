"""A step uses a value of another one that its tags do not mention.

## What it finds

A step with `prev:` tags that takes a variable or a file from a step which these tags do not put before it.

## Why it is a problem

The pipeline computes what the notebook computes, so the step waits for the other one. But whoever reads the tags
takes the two for independent, and perhaps they were meant to be.

## What to do

Add the tag `prev:`, which `kale check --fix` does, or use different names if the two values are not meant to be the
same.
"""

from typing import Final

from kale.analysis.rules import EDGE_AGAINST_TAGS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    EDGE_AGAINST_TAGS,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:settings
            limit = 2
            # %% step:count prev:load
            print(len(rows[:«limit»]))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:left prev:load
            total = sum(rows)
            # %% step:right prev:load
            print(max(rows) / «total»)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:settings
            limit = 2
            # %% step:count prev:load prev:settings
            print(len(rows[:limit]))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:sort prev:load
            ordered = sorted(rows)
            # %% step:count prev:sort
            print(len(rows), ordered)
            """
        ),
    ),
)
