"""What an annotation says of a parameter's values cannot be read.

## What it finds

Choices and ranges of parameters that are not written down as values (`Literal[NAMES]`, `Ge(low)`), and choices of
several types.

## Why it is a problem

A run may then set any value of the parameter's type, also those that the annotation means to forbid.

## What to do

Write the values into the annotation itself.
"""

from typing import Final

from kale.analysis.rules import UNREADABLE_ANNOTATION
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNREADABLE_ANNOTATION,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            from typing import Literal
            NAMES = 'fast', 'slow'
            # %% pipeline-parameters
            «mode: Literal[NAMES] = 'fast'»
            # %% step:load
            print(mode)
            """
        ),
        Example(
            """
            # %% imports
            from typing import Literal
            # %% pipeline-parameters
            «mode: Literal['fast', 3] = 'fast'»
            # %% step:load
            print(mode)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            from typing import Literal
            # %% pipeline-parameters
            mode: Literal['fast', 'slow'] = 'fast'
            # %% step:load
            print(mode)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            mode: str = 'fast'
            # %% step:load
            print(mode)
            """
        ),
    ),
)
