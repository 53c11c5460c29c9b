"""A tag asks for something that it does not have the form for, or that no platform can give.

## What it finds

Tags that set an option and lack a part of their form (`retry:often`), and those whose value is out of range or no
amount (`limit:memory:lots`, `timeout:0`).

## Why it is a problem

The step would run without what the tag asks for, and end for lack of memory or never be tried again.

## What to do

Write the tag in the form that the message shows; the [reference](../reference/annotations.md) has all of them.
"""

from typing import Final

from kale.notebook.rules import INVALID_OPTION
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INVALID_OPTION,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load retry:often
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load limit:memory:lots timeout:0
            «»«»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load retry:2 limit:memory:500Mi
            print(1)
            """
        ),
        Example(
            """
            # %% step:load timeout:3600 cache:disabled env:MODE=fast
            print(1)
            """
        ),
    ),
)
