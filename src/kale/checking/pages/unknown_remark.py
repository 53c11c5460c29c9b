"""A comment for kale says nothing that can be said of code.

## What it finds

Comments that begin with `# kale:` and go on with another word than `mutates`, `needs`, `pure` or `ignore`, or lack
what belongs to it.

## Why it is a problem

The comment was meant to help, and helps nothing.

## What to do

Write one of the [remarks that there are](../reference/annotations.md#remarks).
"""

from typing import Final

from kale.analysis.rules import UNKNOWN_REMARK
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNKNOWN_REMARK,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [3, 1, 2]
            rows.sort()  «# kale: mutate rows»
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            «# kale: needs»
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [3, 1, 2]
            rows.sort()  # kale: mutates rows
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            print(1)  # kale is a vegetable
            """
        ),
    ),
)
