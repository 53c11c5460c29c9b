"""Two tags of one step set the same option to different values.

## What it finds

Options that stand twice on the cells of a step, with different values.

## Why it is a problem

A step has one container, so that one of the two would win without anybody's choice.

## What to do

Keep one of the two tags.
"""

from typing import Final

from kale.notebook.rules import CONTRADICTING_OPTIONS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CONTRADICTING_OPTIONS,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load limit:cpu:1
            rows = [1, 2, 3]
            # %% step:load limit:cpu:2
            «»print(rows)
            """
        ),
        Example(
            """
            # %% step:load image:python:3.11 image:python:3.12
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load limit:cpu:2
            rows = [1, 2, 3]
            # %% step:load limit:cpu:2 limit:memory:1Gi
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load limit:cpu:1
            rows = [1, 2, 3]
            # %% step:show limit:cpu:2
            print(rows)
            """
        ),
    ),
)
