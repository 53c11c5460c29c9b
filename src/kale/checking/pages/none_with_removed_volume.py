"""A parameter may be `None` in a run that removes a volume at its end.

## What it finds

Parameters whose default is `None` and that a step uses, in pipelines of which a volume is removed when the run has
ended.

## Why it is a problem

The steps of such a run stand in a group, into which Kubeflow hands no `None`.

## What to do

Give the parameter another default, or keep the volume.
"""

from typing import Final

from kale.platform.rules import NONE_WITH_REMOVED_VOLUME
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NONE_WITH_REMOVED_VOLUME,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            «limit: int | None = None»
            # %% step:load
            print(limit)
            """,
            metadata={
                "kale": {"new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi", "remove": True}]}
            },
        ),
        Example(
            """
            # %% pipeline-parameters
            rate = 0.1
            «since: str | None = None»
            # %% step:load
            print(rate)
            # %% step:show
            print(since)
            """,
            metadata={
                "kale": {"new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi", "remove": True}]}
            },
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            limit: int = 0
            # %% step:load
            print(limit)
            """,
            metadata={
                "kale": {"new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi", "remove": True}]}
            },
        ),
        Example(
            """
            # %% pipeline-parameters
            limit: int | None = None
            # %% step:load
            print(limit)
            """,
            metadata={"kale": {"new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi"}]}},
        ),
    ),
)
