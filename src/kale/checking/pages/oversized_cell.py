"""A cell holds more text than a step can be given.

## What it finds

Cells of more than 1 MiB.

## Why it is a problem

The code of a step is an argument of its command, and the operating system limits how much a process can be given when
it starts. Reading such a cell would also take minutes.

## What to do

Put the data into a file, and read it in the step.
"""

from typing import Final

from kale.analysis.rules import OVERSIZED_CELL
from kale.rules.examples import Example
from kale.rules.page import RulePage

_MEBIBYTE: Final = "abcdefgh" * 131_072

PAGE: Final = RulePage(
    OVERSIZED_CELL,
    __doc__,
    invalid=(
        Example(f"# %% step:load\n«»text = '{_MEBIBYTE}'\nprint(len(text))\n"),
        Example(f"# %% imports\n«»# {_MEBIBYTE}\n# %% step:load\nprint(1)\n"),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            print(rows)
            """
        ),
        Example("# %% step:load\ntext = 'abcdefgh' * 1_000_000\nprint(len(text))\n"),
    ),
)
