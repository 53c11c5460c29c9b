"""A step mounts two things at one path, or one object of the cluster at two.

## What it finds

Tags and volumes of the run that mount something where something else is mounted, and tags that mount one claim,
secret or config map twice.

## Why it is a problem

One of two things at a path hides the other. Kubeflow names a pod's volumes after what is mounted, so the second mount
of an object would have the name of the first.

## What to do

Mount each thing once, at a path of its own, or once at a path above.
"""

from typing import Final

from kale.platform.rules import DUPLICATE_MOUNT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    DUPLICATE_MOUNT,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load volume:sales:/scratch
            «»print(1)
            """,
            metadata={"kale": {"new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi"}]}},
        ),
        Example(
            """
            # %% step:load volume:sales:/data volume:sales:/backup
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load volume:sales:/data empty-dir:/scratch
            print(1)
            """
        ),
        Example(
            """
            # %% step:load volume:sales:/data
            print(1)
            # %% step:show volume:sales:/backup
            print(2)
            """
        ),
    ),
)
