"""Expressions are nested so deeply that they cannot be analysed.

## What it finds

Cells with thousands of operators, brackets or conditions inside one another, as generated code can have.

## Why it is a problem

Neither Python's parser nor kale gets to the bottom of them.

## What to do

Split the expression over several statements, or compute it in a loop.
"""

from typing import Final

from kale.analysis.rules import TOO_DEEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    TOO_DEEP,
    __doc__,
    invalid=(
        Example("# %% step:add\n«»total = " + " + ".join(["1"] * 9_000) + "\nprint(total)\n"),
        Example("# %% step:load\nprint(1)\n# %% step:flip\n«»sign = " + "-" * 6_000 + "1\nprint(sign)\n"),
    ),
    valid=(
        Example(
            """
            # %% step:add
            total = sum([1] * 9_000)
            print(total)
            """
        ),
        Example("# %% step:add\ntotal = " + " + ".join(["1"] * 50) + "\nprint(total)\n"),
    ),
)
