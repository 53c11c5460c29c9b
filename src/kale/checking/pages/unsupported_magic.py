"""A magic does something that only an interactive session can do.

## What it finds

Magics such as `%run`, `%store`, `%debug`, `%load` and `%%cython`.

## Why it is a problem

They work on the session of the notebook: its history, its store, its debugger, its editor. A step is a plain Python
process and has none of it.

## What to do

The message says for each magic what to write instead.
"""

from typing import Final

from kale.notebook.rules import UNSUPPORTED_MAGIC
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNSUPPORTED_MAGIC,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            «%store rows»
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            print(rows)
            «%debug»
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            %time rows = [1, 2, 3]
            print(rows)
            """
        ),
        Example(
            """
            # %% skip
            %run helpers.py
            # %% step:load
            rows = [1, 2, 3]
            print(rows)
            """
        ),
    ),
)
