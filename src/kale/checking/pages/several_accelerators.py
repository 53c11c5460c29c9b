"""A step asks for two kinds of accelerator.

## What it finds

`limit:` tags of one step that name two kinds of accelerator.

## Why it is a problem

Kubeflow gives a step one kind, so that the other request would be lost.

## What to do

Keep one, or make two steps.
"""

from typing import Final

from kale.platform.rules import SEVERAL_ACCELERATORS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    SEVERAL_ACCELERATORS,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load limit:nvidia.com/gpu:1 limit:amd.com/gpu:1
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load
            print(1)
            # %% step:train limit:nvidia.com/gpu:1
            «»x = 1
            # %% step:train limit:habana.ai/gaudi:1
            print(x)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load limit:nvidia.com/gpu:2
            print(1)
            """
        ),
        Example(
            """
            # %% step:load limit:nvidia.com/gpu:1
            print(1)
            # %% step:train limit:amd.com/gpu:1
            print(2)
            """
        ),
    ),
)
