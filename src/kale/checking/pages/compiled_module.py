"""A module beside the notebook is machine code, which does not travel.

## What it finds

Imports of modules that are `.so` or `.pyd` files in the notebook's folder.

## Why it is a problem

Machine code runs on the system that it was made for, and on no other, so steps do not get it.

## What to do

Put the module into the image, or import one in Python.
"""

from typing import Final

from kale.provision.rules import COMPILED_MODULE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    COMPILED_MODULE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            import «fast_rows»
            print(fast_rows.count)
            """,
            files={"fast_rows.so": ""},
        ),
        Example(
            """
            # %% step:load
            from «fast_rows» import count
            print(count)
            """,
            files={"fast_rows.cpython-311-x86_64-linux-gnu.so": ""},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            import fast_rows
            print(fast_rows.count)
            """,
            files={"fast_rows.py": "count = 3\n"},
        ),
        Example(
            """
            # %% step:load
            print(1)
            """,
            files={"fast_rows.so": ""},
        ),
    ),
)
