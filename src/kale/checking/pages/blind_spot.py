"""A call reaches variables that the text of the cell does not name.

## What it finds

`exec`, `eval`, `globals`, `locals` and `vars` without an argument.

## Why it is a problem

kale reads the code to find out what each step needs. Names that only appear when the code runs cannot be seen, so the
step gets everything that exists at this point, and what such a call binds is not handed on.

## What to do

Name what the cell needs in plain code: a dictionary of one's own instead of `globals()`, a function instead of
`exec`.
"""

from typing import Final

from kale.analysis.rules import BLIND_SPOT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    BLIND_SPOT,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            code = 'x = 1'
            # %% step:show
            «exec(code)»
            print(2)
            """
        ),
        Example(
            """
            # %% step:load
            x = 1
            # %% step:show
            print(sorted(«globals()»)[:0])
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            table = {'x': 1}
            # %% step:show
            print(table['x'] + 1)
            """
        ),
        Example(
            """
            # %% step:load
            class Point:
                x = 1
            print(vars(Point)['x'])
            """
        ),
    ),
)
