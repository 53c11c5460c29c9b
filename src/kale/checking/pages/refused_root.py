"""A step is to run as root and is not to run as root.

## What it finds

`run-as-user:0` and `run-as-non-root:enabled` in one step.

## Why it is a problem

Kubernetes never starts such a step; it waits until the run is ended.

## What to do

Name another user, or leave out one of the two.
"""

from typing import Final

from kale.platform.rules import REFUSED_ROOT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    REFUSED_ROOT,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load run-as-user:0 run-as-non-root:enabled
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load run-as-user:0
            «»print(1)
            """,
            metadata={"kale": {"steps_defaults": ["run-as-non-root:enabled"]}},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load run-as-user:1000 run-as-non-root:enabled
            print(1)
            """
        ),
        Example(
            """
            # %% step:load run-as-user:0
            print(1)
            """
        ),
    ),
)
