"""A magic has arguments that it does not take.

## What it finds

Options that a magic does not have, and arguments that are missing, as in `%%step` without a name.

## Why it is a problem

The line does nothing in the notebook either but to show an error, and what it asks of a step is lost.

## What to do

Write the arguments as the message says; `%%step?` shows them in a running notebook.
"""

from typing import Final

from kale.notebook.rules import MALFORMED_MAGIC
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MALFORMED_MAGIC,
    __doc__,
    invalid=(
        Example(
            """
            # %%
            %%step load «--cpus» 2
            print(1)
            """
        ),
        Example(
            """
            # %%
            «%%step»
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %%
            %%step load --cpu 2
            print(1)
            """
        ),
        Example(
            """
            # %%
            %%imports
            import json
            # %%
            %%step show
            print(json.dumps([1]))
            """
        ),
    ),
)
