"""A step asks for its results to be kept, but they go through the workspace.

## What it finds

`cache:enabled` in steps whose values go through the workspace, or that read values from there.

## Why it is a problem

The workspace is made for one run and goes with it, so a later run has no results to take. The step runs every time.

## What to do

Let the values go through artifacts, with `transports`, or leave the tag out.
"""

from typing import Final

from kale.platform.rules import UNCACHED_WORKSPACE_STEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNCACHED_WORKSPACE_STEP,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load cache:enabled
            «»rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """,
            metadata={"kale": {"transport": "workspace", "workspace": {"size": "1Gi"}}},
        ),
        Example(
            """
            # %% step:load cache:enabled
            «»rows = [1, 2, 3]
            # %% step:show cache:enabled
            «»print(rows)
            """,
            metadata={"kale": {"transports": {"rows": "workspace"}}},
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
            metadata={"kale": {"transport": "workspace", "workspace": {"size": "1Gi"}}},
        ),
        Example(
            """
            # %% step:load cache:enabled
            rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """,
            metadata={
                "kale": {"transport": "workspace", "workspace": {"size": "1Gi"}, "transports": {"rows": "artifacts"}}
            },
        ),
    ),
)
