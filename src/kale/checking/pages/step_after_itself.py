"""A step is said to come after itself.

## What it finds

A `prev:` tag that names the step of its own cell.

## Why it is a problem

A step that waits for itself never starts. The tag was meant to name another step.

## What to do

Name the step that really comes before, or remove the tag; `--fix` removes it.
"""

from typing import Final

from kale.notebook.rules import STEP_AFTER_ITSELF
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    STEP_AFTER_ITSELF,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load prev:load
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show prev:load
            print(rows)
            # %% step:show prev:show
            «»print(len(rows))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show prev:load
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:load
            print(rows)
            """
        ),
    ),
)
