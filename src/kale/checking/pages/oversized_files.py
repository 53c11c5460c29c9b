"""The modules and files that travel with one step are larger than a pipeline should carry.

## What it finds

Steps with `include:` tags and imports of modules beside the notebook that come to more than 512 KiB, compressed.

## Why it is a problem

They are a part of the pipeline, which is stored and sent with every run.

## What to do

Put large files into the image or on a volume, or fetch them in the step.
"""

import random
from typing import Final

from kale.platform.rules import OVERSIZED_FILES
from kale.rules.examples import Example
from kale.rules.page import RulePage

_BYTES: Final = random.Random(1).randbytes(600_000).hex()  # noqa: S311 - it only has to be hard to compress

PAGE: Final = RulePage(
    OVERSIZED_FILES,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load include:rows.txt
            «»print(len(open('rows.txt').read()))
            """,
            files={"rows.txt": _BYTES},
        ),
        Example(
            """
            # %% step:load include:data
            «»print(len(open('data/may.txt').read()))
            """,
            files={"data/may.txt": _BYTES[:600_000], "data/june.txt": _BYTES[600_000:]},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load include:rows.txt
            print(len(open('rows.txt').read()))
            """,
            files={"rows.txt": "1,2,3\n"},
        ),
        Example(
            """
            # %% step:load include:rows.txt
            print(len(open('rows.txt').read()))
            """,
            files={"rows.txt": "0" * 2_000_000},
        ),
    ),
)
