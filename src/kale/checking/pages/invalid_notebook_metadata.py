"""What the notebook's metadata says to kale has the wrong form.

## What it finds

Under `kale` in the metadata of the notebook: something else than an object, and keys with values that they cannot
have. Where a list of volumes and the defaults of steps mount different things at one path, this says so, too.

## Why it is a problem

What is meant would be lost: steps would run in another image, or without their volumes.

## What to do

Correct the value; the [reference](../reference/annotations.md) has the keys.
"""

from typing import Final

from kale.notebook.rules import INVALID_NOTEBOOK_METADATA
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INVALID_NOTEBOOK_METADATA,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"base_image": "python 3.11"}},
            whole=1,
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"pipeline_name": "sales", "transport": "disk"}},
            whole=1,
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"base_image": "python:3.11-slim"}},
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"pipeline_name": "sales", "transport": "artifacts"}},
        ),
    ),
)
