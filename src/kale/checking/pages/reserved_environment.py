"""A step sets an environment variable that the runtime uses itself.

## What it finds

Tags that set `KALE_PLACES` or `KALE_EVENTS`.

## Why it is a problem

With these, the program that runs a step is told where its code stands in the notebook, and whom to tell what it does.

## What to do

Take another name.
"""

from typing import Final

from kale.platform.rules import RESERVED_ENVIRONMENT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    RESERVED_ENVIRONMENT,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load env:KALE_PLACES=here
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load secret:api:events:KALE_EVENTS
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load env:PLACES=here
            print(1)
            """
        ),
        Example(
            """
            # %% step:load secret:api:events:EVENTS
            print(1)
            """
        ),
    ),
)
