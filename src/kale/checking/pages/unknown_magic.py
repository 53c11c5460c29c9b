"""Nothing is known about a magic, so it cannot be translated.

## What it finds

A line or cell magic that is neither IPython's own nor one of a library that kale knows.

## Why it is a problem

A step runs plain Python. What a magic of an extension does is not to be seen in the notebook, so leaving it out might
change the result.

## What to do

Write in plain Python what the magic does, or tag the cell with `skip` if it does nothing for the pipeline.
"""

from typing import Final

from kale.notebook.rules import UNKNOWN_MAGIC
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNKNOWN_MAGIC,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            «%frobnicate rows»
            rows = [1, 2, 3]
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            «%%transmogrify --fast»
            rows = [1, 2, 3]
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            %matplotlib inline
            rows = [1, 2, 3]
            print(rows)
            """
        ),
        Example(
            """
            # %% step:load
            rows = 7
            text = '''
            %frobnicate rows
            '''
            print(rows, text)
            """
        ),
    ),
)
