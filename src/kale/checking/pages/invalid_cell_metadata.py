"""What a cell's metadata says to kale has the wrong form.

## What it finds

Under `kale` in the metadata of a cell: something else than an object, and keys with values that they cannot have.

## Why it is a problem

What is meant would be lost, and the step would run without it.

## What to do

Correct the value; the [reference](../reference/annotations.md) has the keys. Or say the same with a tag.
"""

from typing import Final

from kale.notebook.rules import INVALID_CELL_METADATA
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INVALID_CELL_METADATA,
    __doc__,
    invalid=(
        Example(
            """
            # %%
            «»print(1)
            """,
            cell_metadata={1: {"kale": "step:load"}},
        ),
        Example(
            """
            # %%
            «»print(1)
            """,
            cell_metadata={1: {"kale": {"step": "load", "limits": ["cpu"]}}},
        ),
    ),
    valid=(
        Example(
            """
            # %%
            print(1)
            """,
            cell_metadata={1: {"kale": {"step": "load", "limits": {"cpu": "2"}}}},
        ),
        Example(
            """
            # %% step:load limit:cpu:2
            print(1)
            """,
            cell_metadata={1: {"collapsed": True}},
        ),
    ),
)
