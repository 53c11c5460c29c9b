"""Two step names become one on the platform.

## What it finds

Names of steps that differ only in case, blanks, dashes or underscores, all of which Kubeflow's names do not have.

## Why it is a problem

kale tells the two apart by a number, so the user interface shows `load-data` and `load-data-2`. Often the two were
meant to be one step, and one of its cells was tagged with a slip of the keyboard.

## What to do

Write the name the same way in both places if they are one step, or rename one of them.
"""

from typing import Final

from kale.notebook.rules import SIMILAR_STEP_NAMES
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    SIMILAR_STEP_NAMES,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load_data
            rows = [1, 2, 3]
            # %% step:Load-Data
            «»print(len(rows))
            """
        ),
        Example(
            """
            # %% step:a.b
            print(1)
            # %% step:c
            print(2)
            # %% step:a_b
            «»print(3)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load_data
            rows = [1, 2, 3]
            # %% step:load_data
            print(len(rows))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:load2
            print(len(rows))
            """
        ),
    ),
)
