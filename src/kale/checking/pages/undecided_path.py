"""A step writes a file whose path only a run knows.

## What it finds

Calls that write files under paths that are put together from values that the code does not show.

## Why it is a problem

Files cross steps like variables, if kale can tell which step reads what another one has written. A file is
not handed over if nothing of its path can be read off the code.

## What to do

Spell out the path, its folder, or how the name of the file begins, or hand over the data in a variable.
"""

from typing import Final

from kale.analysis.rules import UNDECIDED_PATH
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNDECIDED_PATH,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:save
            import json
            places = json.loads('{"rows": "rows.txt"}')
            «open(places['rows'], 'w')».write('1')
            # %% step:show
            print(1)
            """
        ),
        Example(
            """
            # %% step:save
            import os
            «open(os.environ.get('TARGET', ''), 'w')».write('1')
            # %% step:show
            print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:save
            open('rows.txt', 'w').write('1')
            # %% step:show
            print(open('rows.txt').read())
            """
        ),
        Example(
            """
            # %% step:save
            from datetime import date
            open(f'rows-{date.today()}.txt', 'w').write('1')
            # %% step:show
            from pathlib import Path
            print([path.read_text() for path in Path().glob('rows-*.txt')])
            """
        ),
    ),
)
