"""An install asks for the newest version of a package.

## What it finds

`%pip install --upgrade` of a package without a version.

## Why it is a problem

A step looks at what its image has and installs what is missing. A package that is there already stays as it is, so
the step may have an older one than the notebook.

## What to do

Name the version, as in `%pip install packaging==24.2`.
"""

from typing import Final

from kale.notebook.rules import UNPINNED_UPGRADE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNPINNED_UPGRADE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            «%pip install --upgrade packaging»
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            «!pip install -U -q packaging»
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            %pip install packaging==24.2
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            %pip install packaging
            print(1)
            """
        ),
    ),
)
