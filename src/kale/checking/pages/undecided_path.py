"""A step writes where nobody can tell which steps read.

## What it finds

Calls that write files under paths that are put together from values that the code does not show, and calls that write
to an address such as `s3://…` of which the code shows no more.

## Why it is a problem

Files cross steps like variables, if kale can tell which step reads what another one has written. A file is
not handed over if nothing of its path can be read off the code. What lies at an address need not be handed over, but a
step that reads it may run before it is written. Where the code shows the address, at least its bucket, whoever reads
there waits.

## What to do

Spell out the path or address, its folder, or how the name of the file begins, or hand over the data in a variable; or
let a step that reads from an address wait with a tag `prev:<step>`.
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
            settings = json.loads('{"target": "rows.txt"}')
            «open(settings['target'], 'w')».write('1')
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
        Example(
            """
            # %% step:save
            import pandas as pd
            rows = pd.DataFrame({'a': [1, 2]})
            «rows.to_csv(f's3://{input()}/rows.csv')»
            # %% step:show
            print(pd.read_csv('s3://sales/rows.csv'))
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
