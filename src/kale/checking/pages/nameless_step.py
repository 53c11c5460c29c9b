"""A `step:` tag has no name.

## What it finds

The tag `step:` or `block:` with nothing after the colon.

## Why it is a problem

Older editors left such tags behind. The cell counts as untagged: it belongs to the step above it, which may not be
what the tag was meant to say.

## What to do

Give the step a name, or remove the tag; `kale check --fix` removes it.
"""

from typing import Final

from kale.notebook.rules import NAMELESS_STEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NAMELESS_STEP,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:
            «»print(len(rows))
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% block: step:count
            «»print(len(rows))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %%
            print(len(rows))
            """
        ),
        Example(
            """
            # %% block:load
            rows = [1, 2, 3]
            # %% step:count
            print(len(rows))
            """
        ),
    ),
)
