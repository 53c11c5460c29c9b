"""A step needs a value as it is in the middle of another step.

## What it finds

A variable that the definition of a class or function reads, that its step assigns anew further down in the same cell,
and a step that uses the class or function.

## Why it is a problem

A step hands over what it has when one of its cells ends, and the other step needs an earlier state, which is gone by
then.

## What to do

Give the two values different names, or move the later change to a step of its own.
"""

from typing import Final

from kale.analysis.rules import AMBIGUOUS_VERSION
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    AMBIGUOUS_VERSION,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:a
            base = dict
            class Table(base):
                size = 1
            base = list
            # %% step:b
            print(«Table»())
            """
        ),
        Example(
            """
            # %% step:a
            limit = len('abc')
            class Table:
                size = limit
            limit = 4
            print(limit)
            # %% step:b
            print(«Table».size)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:a
            x = 1
            first = x
            x = 2
            # %% step:b
            print(x, first)
            """
        ),
        Example(
            """
            # %% step:a
            limit = len('abc')
            class Table:
                size = limit
            print(limit)
            # %% step:b
            print(Table.size)
            """
        ),
    ),
)
