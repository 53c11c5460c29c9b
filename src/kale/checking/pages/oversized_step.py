"""The code of one step is larger than a process can be given when it starts.

## What it finds

Steps whose cells, files and description take more than 1 MiB together. A single cell of that size is
[K115](k115-oversized-cell.md).

## Why it is a problem

Code travels to a step in the arguments of its command, of which Linux takes about 2 MiB.

## What to do

Put large literals into a file that the step reads, or divide the step.
"""

import random
from typing import Final

from kale.platform.rules import OVERSIZED_STEP
from kale.rules.examples import Example
from kale.rules.page import RulePage

_BYTES: Final = random.Random(1).randbytes(440_000).hex()  # noqa: S311 - it only has to be hard to compress

PAGE: Final = RulePage(
    OVERSIZED_STEP,
    __doc__,
    invalid=(
        Example(f"# %% step:load\nrows = '{_BYTES}'\n# %% step:load\n«»more = '{_BYTES[1:]}'\nprint(rows, more)\n"),
        Example(
            f"# %% functions\ndef rows():\n    return '{_BYTES[1:]}'\n"
            f"# %% step:load\n«»more = '{_BYTES}'\nprint(rows(), more)\n"
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            with open('rows.txt', 'w') as file:
                file.write('0' * 2_000_000)
            # %% step:count
            print(len(open('rows.txt').read()))
            """
        ),
        Example(
            f"# %% step:load\nrows = '{_BYTES}'\nprint(rows)\n# %% step:more\nmore = '{_BYTES[1:]}'\nprint(more)\n"
        ),
    ),
)
