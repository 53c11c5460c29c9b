"""A step sets how a library behaves, and later steps do not repeat it.

## What it finds

Settings of libraries, such as the precision of `decimal`, that are made from data, in a function or in a loop.

## Why it is a problem

Plain settings are carried to all steps that use the library. These are not, because they depend on what only one step
has, so later steps go on with the library's own.

## What to do

Make the setting without data, in a statement of its own, best in a cell tagged `imports`.
"""

from typing import Final

from kale.analysis.rules import SETTING_OF_STEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    SETTING_OF_STEP,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            import decimal
            # %% step:load
            digits = len('12345')
            «decimal.getcontext().prec» = digits
            print(decimal.Decimal(1) / 3)
            # %% step:show
            print(decimal.Decimal(2) / 3)
            """
        ),
        Example(
            """
            # %% imports
            import locale
            # %% step:load
            for name in ['C', '']:
                «locale.setlocale(locale.LC_ALL, name)»
            # %% step:show
            print(locale.getlocale())
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            import decimal
            decimal.getcontext().prec = 5
            # %% step:load
            print(decimal.Decimal(1) / 3)
            # %% step:show
            print(decimal.Decimal(2) / 3)
            """
        ),
        Example(
            """
            # %% step:load
            import decimal
            digits = len('12345')
            with decimal.localcontext() as context:
                context.prec = digits
                print(decimal.Decimal(1) / 3)
            # %% step:show
            print(decimal.Decimal(2) / 3)
            """
        ),
    ),
)
