"""A cell magic does not stand on the first line of its cell.

## What it finds

Lines that begin with `%%` below other code.

## Why it is a problem

IPython takes such a line for something else, and the cell fails in the notebook as well.

## What to do

Move the line to the top of the cell, or the code above it to a cell of its own.
"""

from typing import Final

from kale.notebook.rules import MISPLACED_CELL_MAGIC
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MISPLACED_CELL_MAGIC,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            «%%time»
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            # how long does it take?
            x = 1
            «%%timeit -n 3»
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            %%time
            rows = [1, 2, 3]
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            text = '''
            %%time
            '''
            print(text)
            """
        ),
    ),
)
