"""A cell installs something other than plain packages from an index.

## What it finds

`%pip install` and `!pip install` of folders, files, repositories and lists of requirements, and options that change
where packages come from.

## Why it is a problem

A step installs from an index, by name and version. What lies on your machine it cannot reach.

## What to do

Name packages and versions, put the rest into an image, and let modules of your own travel [beside the
notebook](../how-to/local-modules.md).
"""

from typing import Final

from kale.notebook.rules import UNSUPPORTED_INSTALL
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNSUPPORTED_INSTALL,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            «%pip install -e .»
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            «!pip install git+https://example.org/repository.git»
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            %pip install -q packaging
            print(1)
            """
        ),
        Example(
            """
            # %% step:load package:packaging
            print(1)
            """
        ),
    ),
)
