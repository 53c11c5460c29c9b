"""A volume that a run makes asks for what the servers that are known do not do.

## What it finds

`clone_of` and `annotations` of `new_volumes`. What servers do is known up to Kubeflow Pipelines 2.16.

## Why it is a problem

A volume that is to begin with the content of another is empty, and one with annotations is not made at all.

## What to do

Mount the other claim itself, or copy what is needed in the first step; make a claim with annotations yourself.
"""

from typing import Final

from kale.platform.rules import VOLUME_BEYOND_SERVERS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    VOLUME_BEYOND_SERVERS,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={
                "kale": {"new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi", "clone_of": "sales"}]}
            },
            whole=1,
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={
                "kale": {
                    "new_volumes": [
                        {
                            "name": "scratch",
                            "path": "/scratch",
                            "size": "1Gi",
                            "annotations": {"example.com/team": "sales"},
                        }
                    ]
                }
            },
            whole=1,
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load volume:sales:/data
            print(1)
            """,
            metadata={"kale": {"new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi"}]}},
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={
                "kale": {
                    "new_volumes": [{"name": "scratch", "path": "/scratch", "size": "1Gi", "storage_class": "fast"}]
                }
            },
        ),
    ),
)
