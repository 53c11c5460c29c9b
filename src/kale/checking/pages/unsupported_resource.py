"""A step asks for a resource that Kubeflow Pipelines cannot ask for.

## What it finds

`limit:` and `request:` tags with another resource than `cpu`, `memory` and kinds of accelerators, and requests for
accelerators.

## Why it is a problem

The step would run without what the tag asks for.

## What to do

Ask for `cpu`, `memory`, or an accelerator such as `nvidia.com/gpu`.
"""

from typing import Final

from kale.platform.rules import UNSUPPORTED_RESOURCE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNSUPPORTED_RESOURCE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load limit:cpus:2
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load
            print(1)
            # %% step:show limit:ephemeral-storage:1Gi
            «»print(2)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load limit:cpu:2 limit:memory:1Gi
            print(1)
            """
        ),
        Example(
            """
            # %% step:load limit:nvidia.com/gpu:1
            print(1)
            """
        ),
    ),
)
