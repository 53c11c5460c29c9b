"""A `prev:` tag names a step that does not exist.

## What it finds

The name after `prev:` is not the name of any step of the notebook.

## Why it is a problem

The tag asks for an order that the pipeline cannot keep. Most often the name is misspelt, or the step was renamed.

## What to do

Correct the name; `kale check --fix` does it where one step has a name much like it.
"""

from typing import Final

from kale.notebook.rules import UNKNOWN_PREVIOUS_STEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNKNOWN_PREVIOUS_STEP,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count prev:laod
            «»print(len(rows))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count prev:load prev:download_everything
            «»print(len(rows))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count prev:load
            print(len(rows))
            """
        ),
        Example(
            """
            # %% step:count prev:load
            print(1)
            # %% step:load
            print(2)
            """
        ),
    ),
)
