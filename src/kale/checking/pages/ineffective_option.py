"""An option of a step asks for nothing, because another one is missing.

## What it finds

`retry-delay:`, `retry-factor:` and `retry-max-delay:` in a step that is not tried again.

## Why it is a problem

The step looks as if it was tried again after a failure, and is not.

## What to do

Say with `retry:` how often to try again, or remove the tag.
"""

from typing import Final

from kale.platform.rules import INEFFECTIVE_OPTION
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INEFFECTIVE_OPTION,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load retry-delay:60
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load retry-factor:2 retry-max-delay:600
            «»«»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load retry:3 retry-delay:60
            print(1)
            """
        ),
        Example(
            """
            # %% step:load retry:3 retry-factor:2 retry-max-delay:600
            print(1)
            """
        ),
    ),
)
