"""A tag that only steps can have stands on a cell that is none.

## What it finds

Tags such as `prev:load` and `limit:cpu:2` on a cell without a `step:` tag, or on one tagged `imports`, `functions` or
the like.

## Why it is a problem

Only steps have an order and options. The tag would do nothing, though somebody meant it to do something.

## What to do

Add the tag `step:<name>`, also if the cell goes on with the step of the cell above, or remove the tag.
"""

from typing import Final

from kale.notebook.rules import ANNOTATION_OUTSIDE_STEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    ANNOTATION_OUTSIDE_STEP,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% limit:cpu:2
            «»print(rows)
            """
        ),
        Example(
            """
            # %% imports image:python:3.12
            «»import json
            # %% step:show
            print(json.dumps([1]))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:load limit:cpu:2
            print(rows)
            """
        ),
        Example(
            """
            # %% imports
            import json
            # %% step:show image:python:3.12 prev:load
            print(json.dumps([1]))
            # %% step:load
            print(1)
            """
        ),
    ),
)
