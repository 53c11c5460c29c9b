"""A parameter's default is infinite or not a number.

## What it finds

Defaults such as `float('inf')`, `1e999` and lists that hold one.

## Why it is a problem

Parameters travel as JSON, which has no such numbers.

## What to do

Use another default, such as `None` with the type `float | None`, and compute the number in a step.
"""

from typing import Final

from kale.platform.rules import NON_FINITE_NUMBER
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NON_FINITE_NUMBER,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            «limit = 1e999»
            # %% step:load
            print(limit)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            «limits = [1.5, -1e999]»
            # %% step:load
            print(limits)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            limit = 1e99
            # %% step:load
            print(limit)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            limit: float | None = None
            # %% step:load
            print(limit if limit is not None else float('inf'))
            """
        ),
    ),
)
