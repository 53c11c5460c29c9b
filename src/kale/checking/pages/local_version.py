"""A package is installed in a build of its own, which indexes need not have.

## What it finds

Imports of packages whose version, where the notebook is compiled, has a local label such as `2.1.0+cpu`.

## Why it is a problem

A step installs the version without the label, and thus another build: one for other hardware, perhaps.

## What to do

Where the build matters, name an image that has it.
"""

from typing import Final

from kale.provision.rules import LOCAL_VERSION
from kale.rules.examples import Example, installed
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    LOCAL_VERSION,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            import «salestools»
            print(salestools.rows())
            """,
            files=installed("salestools", "2.1.0+cpu"),
        ),
        Example(
            """
            # %% imports
            import «salestools» as st
            # %% step:load
            print(st.rows())
            """,
            files=installed("salestools", "2.1.0+team.3"),
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load image:example.com/sales:1 packages:none
            print(1)
            """,
            files=installed("salestools", "2.1.0+cpu"),
        ),
        Example(
            """
            # %% step:load
            import salestools
            print(salestools.rows())
            """,
            files=installed("salestools", "2.1.0"),
        ),
    ),
)
