"""Steps wait for each other.

## What it finds

Steps of which each comes after the other: a tag asks for one order and the data for another, or the cells of two
steps take turns with one value.

## Why it is a problem

Each step runs once, from its first cell to its last. There is no order in which the steps could run.

## What to do

Move the cells that need each other into one step, give one of the values another name, or remove the tag.
"""

from typing import Final

from kale.analysis.rules import CYCLE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CYCLE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load prev:count
            rows = [1, 2, 3]
            # %% step:count
            print(len(«rows»))
            """
        ),
        Example(
            """
            # %% step:a
            x = 1
            # %% step:b
            y = «x» + 1
            # %% step:a
            print(y)
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
            # %% step:a
            x = 1
            # %% step:b
            y = x + 1
            # %% step:a
            print(x)
            # %% step:c
            print(y)
            """
        ),
    ),
)
