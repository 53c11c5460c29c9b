"""A key in the notebook's metadata is nearly one of the known ones.

## What it finds

Keys under `kale` in the metadata of the notebook that differ from a known key by a slip.

## Why it is a problem

The key that was meant is not set: the pipeline would have another name, or its steps another image.

## What to do

Correct the key. Keys that are nothing like a known one are left alone: they may be another program's.
"""

from typing import Final

from kale.notebook.rules import MISTYPED_SETTING
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MISTYPED_SETTING,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"pipline_name": "sales"}},
            whole=1,
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"base_images": "python:3.11-slim", "experiment_nam": "spring"}},
            whole=2,
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"pipeline_name": "sales"}},
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"owner": "Ada"}},
        ),
    ),
)
