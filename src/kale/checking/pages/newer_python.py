"""The cell uses syntax of a newer Python than the one that runs kale.

## What it finds

Cells that the running Python cannot read, though they are Python of a newer version.

## Why it is a problem

kale reads cells as the running Python does, so it cannot tell what they do.

## What to do

Install kale under the notebook's own Python.
"""

from typing import Final

from kale.analysis.rules import NEWER_PYTHON
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NEWER_PYTHON,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:greet
            name = 'Ada'
            greeting = t«'Hello {name}'»
            print(greeting)
            """
        ),
        Example(
            """
            # %% step:load
            print(1)
            # %% step:query
            table = 'sales'
            query = t«'''
            select *
            from {table}
            '''»
            print(query)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:greet
            name = 'Ada'
            greeting = f'Hello {name}'
            print(greeting)
            """
        ),
        Example(
            """
            # %% step:load
            for row in [1, 2]:
                match row:
                    case 1:
                        print(row)
            """
        ),
    ),
)
