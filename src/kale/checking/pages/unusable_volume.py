"""A volume in the notebook's metadata cannot be had.

## What it finds

Under `volumes` in the metadata of the notebook: snapshots, which only the platform that made them can mount, and
names, paths or sizes that no cluster understands.

## Why it is a problem

The pipeline would be refused when it is started, or its steps would not find their files.

## What to do

Restore the snapshot to a persistent volume claim and name that, or correct what the message names.
"""

from typing import Final

from kale.notebook.rules import UNUSABLE_VOLUME
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNUSABLE_VOLUME,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"volumes": [{"type": "snap", "name": "sales", "mount_point": "/data"}]}},
            whole=1,
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"volumes": [{"type": "pvc", "name": "sales", "mount_point": "data"}]}},
            whole=1,
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"volumes": [{"type": "pvc", "name": "sales", "mount_point": "/data"}]}},
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={
                "kale": {
                    "volumes": [
                        {"type": "new_pvc", "name": "scratch", "mount_point": "/scratch", "size": 2, "size_type": "Gi"}
                    ]
                }
            },
        ),
    ),
)
