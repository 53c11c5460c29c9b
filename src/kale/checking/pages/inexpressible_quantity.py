"""An amount of a resource cannot be written in the form that the KFP SDK takes.

## What it finds

`limit:` and `request:` tags with a part of a byte or of an accelerator.

## Why it is a problem

Rounding it would ask for something else than is written.

## What to do

Write a whole number: of bytes, of accelerators, or of thousandths of a core.
"""

from typing import Final

from kale.platform.rules import INEXPRESSIBLE_QUANTITY
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INEXPRESSIBLE_QUANTITY,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load limit:memory:1500m
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:train limit:nvidia.com/gpu:500m
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load limit:memory:1500M limit:cpu:1500m
            print(1)
            """
        ),
        Example(
            """
            # %% step:train limit:nvidia.com/gpu:1
            print(1)
            """
        ),
    ),
)
