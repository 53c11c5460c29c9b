"""A step mounts something where the platform keeps artifacts or its own programs.

## What it finds

Mounts at `/gcs`, `/minio`, `/s3`, `/oci`, `/kfp-launcher`, `/kfp-workspace` and `/var/run/argo`, and above or below
them; mounts of claims that are called like a volume that every pod has.

## Why it is a problem

What the platform puts there would be hidden, and the step would fail before or after its own code.

## What to do

Mount it elsewhere.
"""

from typing import Final

from kale.platform.rules import RESERVED_MOUNT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    RESERVED_MOUNT,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load volume:sales:/minio
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load empty-dir:/kfp-workspace/scratch
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load volume:sales:/minio-data
            print(1)
            """
        ),
        Example(
            """
            # %% step:load empty-dir:/workspace/scratch
            print(1)
            """
        ),
    ),
)
