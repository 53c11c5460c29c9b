"""A cell changes the working directory.

## What it finds

`os.chdir` and `%cd` in a notebook of several steps.

## Why it is a problem

The change counts for one step. Later steps start in a directory of their own, so their relative paths lead elsewhere
than in the notebook.

## What to do

Use paths that do not depend on the working directory.
"""

from typing import Final

from kale.analysis.rules import WORKING_DIRECTORY
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    WORKING_DIRECTORY,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            import os
            «os.chdir('/tmp')»
            print(os.getcwd())
            # %% step:show
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show
            «%cd data»
            print(rows)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            import os
            print(os.getcwd())
            # %% step:show
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            from pathlib import Path
            path = Path('data') / 'rows.txt'
            print(path)
            # %% step:show
            print(path.name)
            """
        ),
    ),
)
