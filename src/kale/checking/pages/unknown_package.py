"""A notebook imports a module whose package nothing tells.

## What it finds

Imports of modules that are not installed where the notebook is checked and do not stand beside it, and whose names say
nothing either: they are nearly those of known ones, or the notebook puts folders on `sys.path` that only a run knows.

## Why it is a problem

The step installs no package for the module. Unless its image happens to have one, the import fails, perhaps hours into
a run.

## What to do

Correct the import if it is a slip. Otherwise name the package with the tag `package:<name>`, or use an image that has
it.
"""

from typing import Final

from kale.provision.rules import UNKNOWN_PACKAGE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNKNOWN_PACKAGE,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            import «panads» as pd
            # %% step:load
            print(pd.DataFrame({'a': [1]}))
            """
        ),
        Example(
            """
            # %% step:load
            import os, sys
            sys.path.append(os.getcwd())
            from «house_prices_2031» import clean
            print(clean([1, 2, 3]))
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            import json
            # %% step:load
            print(json.dumps([1, 2, 3]))
            """
        ),
        Example(
            """
            # %% step:load packages:none
            import panads as pd
            print(pd)
            """
        ),
    ),
)
