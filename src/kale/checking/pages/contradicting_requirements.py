"""Two requirements of one step cannot both be met.

## What it finds

Tags and cells of a step that ask for different versions of one package.

## Why it is a problem

No version is both, so that the step could not install any.

## What to do

Keep one of the requirements.
"""

from typing import Final

from kale.provision.rules import CONTRADICTING_REQUIREMENTS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CONTRADICTING_REQUIREMENTS,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load package:packaging==23.0 package:packaging==24.0
            «»print(1)
            """
        ),
        Example(
            """
            # %% step:load package:packaging==23.0
            «»%pip install packaging==24.0
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load package:packaging==24.0
            print(1)
            """
        ),
        Example(
            """
            # %% step:load package:packaging>=23
            %pip install packaging>=24
            print(1)
            """
        ),
    ),
)
