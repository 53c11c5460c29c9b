"""A notebook imports a module of which nobody here knows the package.

## What it finds

Imports of modules that are not installed where the notebook is checked, do not stand beside it, and are not among the
modules whose packages kale knows. The package is then taken to be called like the module.

## Why it is a problem

Many packages are called otherwise than their modules, and anybody may have taken the name. The step then installs
nothing, or something else. If the module is your own, the step does not find it at all.

## What to do

Install the package where you compile, or name it with the tag `package:<name>`. A module of your own stands beside the
notebook and travels with the steps.
"""

from typing import Final

from kale.provision.rules import GUESSED_PACKAGE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    GUESSED_PACKAGE,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            import «house_prices_2031»
            # %% step:load
            print(house_prices_2031.load())
            """
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            from «house_prices_2031» import clean
            print(clean(rows))
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
            # %% step:load
            try:
                import house_prices_2031 as prices
            except ImportError:
                prices = None
            print(prices)
            """
        ),
    ),
)
