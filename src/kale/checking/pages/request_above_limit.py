"""A step asks to be sure of more than it may use.

## What it finds

`request:` tags that ask for more than the `limit:` tag of the same resource allows.

## Why it is a problem

Kubernetes refuses the step's pod.

## What to do

Lower the request, or raise the limit.
"""

from typing import Final

from kale.platform.rules import REQUEST_ABOVE_LIMIT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    REQUEST_ABOVE_LIMIT,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load limit:cpu:1 request:cpu:2
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load limit:memory:1Gi request:memory:1025Mi
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load limit:cpu:2 request:cpu:2
            print(1)
            """
        ),
        Example(
            """
            # %% step:load limit:memory:1Gi request:memory:500Mi
            print(1)
            """
        ),
    ),
)
