"""A tag for steps stands on a cell that holds no code.

## What it finds

`step:` and `prev:` tags on Markdown and raw cells.

## Why it is a problem

Only code runs in steps. The tag may have been meant for the cell below, which now belongs to another step.

## What to do

Move the tag to a code cell, or turn the cell into one.
"""

from typing import Final

from kale.notebook.rules import STEP_ON_TEXT_CELL
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    STEP_ON_TEXT_CELL,
    __doc__,
    invalid=(
        Example(
            """
            # %% [markdown] step:load
            «»Load the rows
            # %% step:load
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            print(1)
            # %% [markdown] prev:load
            «»And so on
            # %% step:show
            print(2)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% [markdown] chapter
            Load the rows
            # %% step:load
            print(1)
            """
        ),
        Example(
            """
            # %% [markdown] skip
            Notes
            # %% step:load
            print(1)
            """
        ),
    ),
)
