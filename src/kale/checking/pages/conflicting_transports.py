"""Different transports are chosen for variables that are handed on together.

## What it finds

`transports` in the notebook's metadata that choose different ways for variables that share objects.

## Why it is a problem

Variables that share objects are saved as one, so that they share them in the next step as well.

## What to do

Choose the same for all of them.
"""

from typing import Final

from kale.platform.rules import CONFLICTING_TRANSPORTS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CONFLICTING_TRANSPORTS,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            «»rows = [1, 2, 3]
            table = {'rows': rows}
            # %% step:show
            rows.append(4)
            print(table)
            """,
            metadata={"kale": {"transports": {"rows": "workspace", "table": "artifacts"}}},
        ),
        Example(
            """
            # %% step:load
            «»first = []
            last = first
            # %% step:show
            last.append(1)
            print(first)
            """,
            metadata={"kale": {"transports": {"first": "artifacts", "last": "workspace"}}},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            table = {'rows': rows}
            # %% step:show
            rows.append(4)
            print(table)
            """,
            metadata={"kale": {"transports": {"rows": "workspace", "table": "workspace"}}},
        ),
        Example(
            """
            # %% step:load
            first = [1]
            last = [2]
            # %% step:show
            print(first, last)
            """,
            metadata={"kale": {"transports": {"first": "artifacts", "last": "workspace"}}},
        ),
    ),
)
