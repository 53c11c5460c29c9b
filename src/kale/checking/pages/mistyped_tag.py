"""A tag is nearly one of kale's.

## What it finds

A tag that differs from one of the annotation language in a letter or two, or has `=` where a `:` belongs. Tags that
mean something to other tools are left alone.

## Why it is a problem

A tag that kale does not know has no effect. If `stpe:train` were passed over, the cell would silently belong to the
step above it.

## What to do

Correct the tag; `kale check --fix` does it. Rename a tag of your own that happens to look like one of kale's.
"""

from typing import Final

from kale.notebook.rules import MISTYPED_TAG
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MISTYPED_TAG,
    __doc__,
    invalid=(
        Example(
            """
            # %% stpe:load
            «»rows = [1, 2, 3]
            # %% step:count
            print(len([1]))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count step=count
            «»print(len(rows))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count slow keep-output
            print(len(rows))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:count black lock
            print(len(rows))
            """
        ),
    ),
)
