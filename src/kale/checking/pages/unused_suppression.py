"""A comment silences a warning that is not there.

## What it finds

Comments `# kale: ignore[…]` that name a rule which nothing on their line breaks, or whose problem is an error: errors
cannot be silenced, because nothing can be compiled as long as they are there.

## Why it is a problem

The comment says that something is wrong here, and it would hide the next warning of that rule, which somebody should
see.

## What to do

Remove the comment, or the code from it; `kale check --fix` does it.
"""

from typing import Final

from kale.rules.examples import Example
from kale.rules.page import RulePage
from kale.rules.suppression import UNUSED_SUPPRESSION

PAGE: Final = RulePage(
    UNUSED_SUPPRESSION,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]  «# kale: ignore[K501]»
            print(rows)
            """
        ),
        Example(
            """
            # %% imports
            from math import *  «# kale: ignore[star-import, K110] on purpose»
            # %% step:area
            print(pi, e)  «# kale: ignore»
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            from math import *  # kale: ignore[K501] because the notebook is about mathematics
            # %% step:area
            print(pi)
            """
        ),
        Example(
            """
            # %% step:area
            text = '# kale: ignore[K501]'
            print(text)
            """
        ),
    ),
)
