"""A pipeline is nearly as large as the one object in which Kubernetes stores a run.

## What it finds

Pipelines whose steps take 1,280 KiB and more together, by the code of their cells, what they carry, and the modules and
files that travel with them. The place is the beginning of the largest step.

## Why it is a problem

A run is one object in the cluster's database, which usually takes 1,536 KiB at most, the state of the run included. The
server refuses larger ones, or loses the run when it grows.

## What to do

Put large literals into files, files into the image or on a volume, and merge steps that are small.
"""

import random
from typing import Final

from kale.platform.rules import OVERSIZED_PIPELINE
from kale.rules.examples import Example
from kale.rules.page import RulePage

_BYTES: Final = random.Random(1).randbytes(440_000).hex()  # noqa: S311 - it only has to be hard to compress

PAGE: Final = RulePage(
    OVERSIZED_PIPELINE,
    __doc__,
    invalid=(
        Example(
            f"# %% step:load\n«»rows = '{_BYTES[:-1000]}'\nprint(rows)\n"
            f"# %% step:more\nmore = '{_BYTES[:700_000]}'\nprint(more)\n"
        ),
        Example(
            "".join(f"# %% step:part{n}\ndata = '{_BYTES[:60_000]}'\nprint({n}, data)\n" for n in range(24))
            + f"# %% step:last\n«»data = '{_BYTES[:61_000]}'\nprint(data)\n"
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            with open('rows.txt', 'w') as file:
                file.write('0' * 1_000_000)
            # %% step:count
            print(len(open('rows.txt').read()))
            """
        ),
        Example(f"# %% step:load\nrows = '{_BYTES[:800_000]}'\nprint(rows)\n"),
    ),
)
