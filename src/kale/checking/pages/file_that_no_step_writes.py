"""A step reads a file that no step writes.

## What it finds

A path that is written in the code, is read, and is written by no cell above.

## Why it is a problem

On the author's disk the file lies beside the notebook. The step runs in a container, where it is not.

## What to do

Fetch the file in a step, write it in an earlier one, put it into the image, or read it from a URL or a volume.
"""

from typing import Final

from kale.analysis.rules import AUTHOR_FILE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    AUTHOR_FILE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            with «open('wine.csv')» as file:
                print(file.read())
            """
        ),
        Example(
            """
            # %% imports
            from pathlib import Path
            # %% step:load
            rows = «Path('data/rows.txt').read_text()»
            print(rows)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:fetch
            with open('wine.csv', 'w') as file:
                file.write('1')
            # %% step:load
            with open('wine.csv') as file:
                print(file.read())
            """
        ),
        Example(
            """
            # %% step:load
            print('wine.csv')
            """
        ),
        Example(
            """
            # %% step:load
            with open('/proc/meminfo') as file, open('/dev/null', 'w') as nowhere:
                print(file.readline(), file=nowhere)
            # %% step:show
            print(open('/dev/null').read())
            """
        ),
    ),
)
