"""A variable takes the value of a magic that has none outside of IPython.

## What it finds

Assignments from magics whose value depends on the interactive session.

## Why it is a problem

In a step there is no session, so the variable would have no value, or another one.

## What to do

Write in Python what the magic does.
"""

from typing import Final

from kale.notebook.rules import VALUELESS_MAGIC
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    VALUELESS_MAGIC,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            names = «%who_ls»
            print(names)
            """
        ),
        Example(
            """
            # %% step:load
            recent = «%history»
            print(recent)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            files = !ls
            print(files)
            """
        ),
        Example(
            """
            # %% step:load
            names = sorted(globals())  # kale: ignore[blind-spot]
            print(names)
            """
        ),
    ),
)
