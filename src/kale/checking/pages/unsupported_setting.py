"""The notebook's metadata asks for something that compiling does not do.

## What it finds

Keys of older editors: snapshots, hyperparameter searches, a time limit for the whole run, a server, a file to write.

## Why it is a problem

The notebook looks as if this was done.

## What to do

Remove the key. The message says where the same can be said today, if it can.
"""

from typing import Final

from kale.notebook.rules import UNSUPPORTED_SETTING
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNSUPPORTED_SETTING,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"timeout": 3600}},
            whole=1,
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"autosnapshot": True, "katib_run": True}},
            whole=2,
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"steps_defaults": ["timeout:3600"]}},
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            metadata={"kale": {"autosnapshot": False, "katib_run": False}},
        ),
    ),
)
