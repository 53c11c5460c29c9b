"""A cell stands for another notebook.

## What it finds

`notebook:` tags, with which earlier tools ran another notebook as a part of the pipeline.

## Why it is a problem

Nothing of the other notebook would run.

## What to do

Compile the other notebook by itself, or put the two together in Python with [`compose`](../how-to/factories.md).
"""

from typing import Final

from kale.notebook.rules import NOTEBOOK_REFERENCE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NOTEBOOK_REFERENCE,
    __doc__,
    invalid=(
        Example(
            """
            # %% notebook:other.ipynb
            «»# runs the other one
            # %% step:load
            print(1)
            """
        ),
        Example(
            """
            # %% step:load notebook:other.ipynb
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            print("notebook:other.ipynb")
            """
        ),
        Example(
            """
            # %% step:notebook
            print(1)
            """
        ),
    ),
)
