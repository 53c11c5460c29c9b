"""Several volumes are to be removed when the run has ended; Kubeflow does one thing then.

## What it finds

More than one of `new_volumes` with `"remove": true`; a workspace that the run makes itself, with `"provision":
"claim"`, counts as one.

## Why it is a problem

All but one of the volumes would stay, and cost.

## What to do

Keep all but one of them, or put what they hold into one volume.
"""

from typing import Final

from kale.platform.rules import SEVERAL_REMOVED_VOLUMES
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    SEVERAL_REMOVED_VOLUMES,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={
                "kale": {
                    "new_volumes": [
                        {"name": "scratch", "path": "/scratch", "size": "1Gi", "remove": True},
                        {"name": "models", "path": "/models", "size": "1Gi", "remove": True},
                    ]
                }
            },
            whole=1,
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """,
            metadata={
                "kale": {
                    "transport": "workspace",
                    "workspace": {"size": "1Gi", "provision": "claim"},
                    "new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi", "remove": True}],
                }
            },
            whole=1,
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={
                "kale": {
                    "new_volumes": [
                        {"name": "scratch", "path": "/scratch", "size": "1Gi", "remove": True},
                        {"name": "models", "path": "/models", "size": "1Gi"},
                    ]
                }
            },
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """,
            metadata={"kale": {"transport": "workspace", "workspace": {"size": "1Gi", "provision": "claim"}}},
        ),
    ),
)
