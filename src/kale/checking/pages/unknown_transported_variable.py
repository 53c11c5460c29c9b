"""A transport is chosen for a variable that no step hands on.

## What it finds

Names under `transports` in the notebook's metadata that no step hands on: misspelt ones, and those of variables that
one step alone uses.

## Why it is a problem

The choice was made for a value that now goes another way.

## What to do

Correct the name, or remove it.
"""

from typing import Final

from kale.platform.rules import UNKNOWN_TRANSPORTED_VARIABLE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNKNOWN_TRANSPORTED_VARIABLE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """,
            metadata={"kale": {"transports": {"row": "workspace"}}},
            whole=1,
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            print(rows)
            # %% step:show
            print(1)
            """,
            metadata={"kale": {"transports": {"rows": "workspace"}}},
            whole=1,
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """,
            metadata={"kale": {"transports": {"rows": "workspace"}}},
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """,
            metadata={"kale": {"transport": "workspace"}},
        ),
    ),
)
