"""A file that is to travel with a step is not there.

## What it finds

`include:` tags whose path or pattern leads to no file in the notebook's folder, or to one that cannot be read.

## Why it is a problem

The step would look for the file in vain.

## What to do

Correct the path, which counts from the notebook's folder.
"""

from typing import Final

from kale.provision.rules import INCLUDE_NOT_FOUND
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INCLUDE_NOT_FOUND,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load include:row.txt
            «»print(open('row.txt').read())
            """,
            files={"rows.txt": "1 2 3\n"},
        ),
        Example(
            """
            # %% step:load include:data/*.csv
            «»print(1)
            """,
            files={"data/rows.txt": "1 2 3\n"},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load include:rows.txt
            print(open('rows.txt').read())
            """,
            files={"rows.txt": "1 2 3\n"},
        ),
        Example(
            """
            # %% step:load include:data/*.txt
            print(open('data/rows.txt').read())
            """,
            files={"data/rows.txt": "1 2 3\n"},
        ),
    ),
)
