"""A module does not stand in the notebook's folder, so that it does not travel.

## What it finds

Imports of modules that the notebook finds in a folder outside of its own, which it has added to `sys.path`, and of
links that lead out of the folder.

## Why it is a problem

A step gets the modules of the notebook's folder and no others, and would fail at the import.

## What to do

Put a copy of the module beside the notebook, or into the image.
"""

from typing import Final

from kale.provision.rules import MODULE_OUTSIDE_FOLDER
from kale.rules.examples import Example, Link
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MODULE_OUTSIDE_FOLDER,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            import sys
            sys.path.append('..')
            import «shared»
            # %% step:load
            print(shared.rows())
            """,
            files={"../shared.py": "def rows():\n    return [1, 2, 3]\n"},
        ),
        Example(
            """
            # %% step:load
            from «shared» import rows
            print(rows())
            """,
            files={"../shared.py": "def rows():\n    return [1, 2, 3]\n", "shared.py": Link("../shared.py")},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            from shared import rows
            print(rows())
            """,
            files={"shared.py": "def rows():\n    return [1, 2, 3]\n"},
        ),
        Example(
            """
            # %% imports
            import sys
            sys.path.append('lib')
            import shared
            # %% step:load
            print(shared.rows())
            """,
            files={"lib/shared.py": "def rows():\n    return [1, 2, 3]\n"},
        ),
    ),
)
