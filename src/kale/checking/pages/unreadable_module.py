"""A module beside the notebook is not valid Python.

## What it finds

Files that an import leads to and that cannot be read: a syntax error, or bytes that are no text.

## Why it is a problem

The module travels with the steps as it is, and fails there when it is imported.

## What to do

Correct the line that the message names.
"""

from typing import Final

from kale.provision.rules import UNREADABLE_MODULE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNREADABLE_MODULE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:clean
            from «tools» import clean
            print(clean([3, 1, 2]))
            """,
            files={"tools.py": "def clean(rows)\n    return sorted(rows)\n"},
        ),
        Example(
            """
            # %% imports
            import «tools»
            # %% step:clean
            print(tools)
            """,
            files={"tools.py": "import more_tools\n", "more_tools.py": "x = (\n"},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:clean
            from tools import clean
            print(clean([3, 1, 2]))
            """,
            files={"tools.py": "def clean(rows):\n    return sorted(rows)\n"},
        ),
        Example(
            """
            # %% step:clean
            print(sorted([3, 1, 2]))
            """,
            files={"notes.py": "this is no Python\n"},
        ),
    ),
)
