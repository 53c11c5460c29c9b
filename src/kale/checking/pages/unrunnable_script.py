"""`%run` names a script whose code cannot take the place of the line.

## What it finds

Scripts that are not there or not Python, that end their process, or that would see or be seen by variables of the
notebook where `%run` keeps the two apart.

## Why it is a problem

The step has no such file, or its code would do something else in the step than in the notebook.

## What to do

Import the script as a module, or put its code into a cell.
"""

from typing import Final

from kale.notebook.rules import UNRUNNABLE_SCRIPT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNRUNNABLE_SCRIPT,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            «%run missing.py»
            print(1)
            """,
            files={"makes.py": "rows = [1, 2, 3]\n"},
        ),
        Example(
            """
            # %% step:load
            «%run ends.py»
            print(1)
            """,
            files={"ends.py": "import sys\n\nsys.exit(0)\n"},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            %run makes.py
            print(rows)
            """,
            files={"makes.py": "rows = [1, 2, 3]\n"},
        ),
        Example(
            """
            # %% step:load
            from makes import rows
            print(rows)
            """,
            files={"makes.py": "rows = [1, 2, 3]\n"},
        ),
    ),
)
