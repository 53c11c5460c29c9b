"""A tag lists variables by hand.

## What it finds

The tags `in:` and `out:`, with which the first version of the annotation language listed what a step takes in and
gives out.

## Why it is a problem

kale finds out in the code what a step needs and makes. The tag has no effect, and it goes out of date.

## What to do

Remove the tag; `kale check --fix` does it.
"""

from typing import Final

from kale.notebook.rules import OUTDATED_TAG
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    OUTDATED_TAG,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load out:rows
            «»rows = [1, 2, 3]
            # %% step:count
            print(len(rows))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count in:rows
            «»print(len(rows))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count
            print(len(rows))
            """
        ),
        Example(
            """
            # %% step:load input output
            rows = [1, 2, 3]
            print(rows)
            """
        ),
    ),
)
