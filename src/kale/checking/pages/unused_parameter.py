"""No step reads a parameter.

## What it finds

A parameter whose name no step uses, nor any function that a step calls.

## Why it is a problem

Whoever starts a run can set it, and nothing changes.

## What to do

Remove the parameter, or use it.
"""

from typing import Final

from kale.platform.rules import UNUSED_PARAMETER
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNUSED_PARAMETER,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            rate = 0.1
            «size = 3»
            # %% step:show
            print(rate)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            «rate = 0.1»
            # %% step:show
            rate = 0.2
            print(rate)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            rate = 0.1
            # %% functions
            def double():
                return 2 * rate
            # %% step:show
            print(double())
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            rate = 0.1
            # %% step:show
            print(f'{rate:.2f}')
            """
        ),
    ),
)
