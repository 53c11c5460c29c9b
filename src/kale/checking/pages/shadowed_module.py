"""A module beside the notebook has the name of another one.

## What it finds

Imports that find a file beside the notebook and an installed package, or one of Python's own modules, of the same
name.

## Why it is a problem

Which of the two an import gives is decided by the search path, and easily another one than was meant: Python's own
modules win over the file, the file wins over packages.

## What to do

Rename the file.
"""

from typing import Final

from kale.provision.rules import SHADOWED_MODULE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    SHADOWED_MODULE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:clean
            import «statistics»
            print(statistics.mean([1, 2]))
            """,
            files={"statistics.py": "def mean(rows):\n    return 0\n"},
        ),
        Example(
            """
            # %% step:clean
            from «packaging» import x
            print(x)
            """,
            files={"packaging.py": "x = 1\n"},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:clean
            from tools import x
            print(x)
            """,
            files={"tools.py": "x = 1\n"},
        ),
        Example(
            """
            # %% step:clean
            print(sum([1, 2]))
            """,
            files={"statistics.py": "x = 1\n"},
        ),
    ),
)
