"""A file that should travel with a step does not stand in the notebook's folder.

## What it finds

`include:` tags that name links which lead out of the notebook's folder.

## Why it is a problem

Only what is in the folder travels, so that a notebook from elsewhere cannot take files along that it has no business
with.

## What to do

Put a copy of the file into the folder, or read it from a volume or a URL.
"""

from typing import Final

from kale.provision.rules import INCLUDE_OUTSIDE_FOLDER
from kale.rules.examples import Example, Link
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INCLUDE_OUTSIDE_FOLDER,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load include:rows.csv
            «»print(open('rows.csv').read())
            """,
            files={"../rows.csv": "1,2\n", "rows.csv": Link("../rows.csv")},
        ),
        Example(
            """
            # %% step:load include:data
            «»print(open('data/rows.csv').read())
            """,
            files={"../data/rows.csv": "1,2\n", "data": Link("../data")},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load include:rows.csv
            print(open('rows.csv').read())
            """,
            files={"rows.csv": "1,2\n"},
        ),
        Example(
            """
            # %% step:load include:latest.csv
            print(open('latest.csv').read())
            """,
            files={"may.csv": "1,2\n", "latest.csv": Link("may.csv")},
        ),
    ),
)
