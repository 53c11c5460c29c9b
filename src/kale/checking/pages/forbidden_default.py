"""A parameter's default is none of the values that its annotation allows.

## What it finds

Defaults that are not among the choices of a `Literal`, or outside of a range.

## Why it is a problem

A run may not set the value, but would have it when it sets none.

## What to do

Correct the default or the annotation.
"""

from typing import Final

from kale.platform.rules import FORBIDDEN_DEFAULT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    FORBIDDEN_DEFAULT,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            from typing import Literal
            # %% pipeline-parameters
            «mode: Literal['fast', 'slow'] = 'quick'»
            # %% step:load
            print(mode)
            """
        ),
        Example(
            """
            # %% imports
            from typing import Literal
            # %% pipeline-parameters
            «size: Literal[1, 2] = 3»
            # %% step:load
            print(size)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            from typing import Literal
            # %% pipeline-parameters
            mode: Literal['fast', 'slow'] = 'slow'
            # %% step:load
            print(mode)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            mode: str = 'quick'
            # %% step:load
            print(mode)
            """
        ),
    ),
)
