"""A step needs a value that cannot leave the process in which it was made.

## What it finds

Generators, open files, locks, connections and the like that one step makes and another one uses.

## Why it is a problem

Steps run in containers of their own, and values go from one to the next as files. What is tied to a process (a place
in a file, a thread, a socket) cannot be written down and made again elsewhere.

## What to do

Make the value in the step that uses it, or hand over plain data made from it: a list instead of a generator, a path
instead of a file.
"""

from typing import Final

from kale.analysis.rules import VALUE_CANNOT_CROSS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    VALUE_CANNOT_CROSS,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            rows = (n * n for n in range(3))
            # %% step:count
            print(sum(«rows»))
            """
        ),
        Example(
            """
            # %% step:load
            log = open('log.txt', 'w')
            # %% step:count
            «log».write('done')
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [n * n for n in range(3)]
            # %% step:count
            print(sum(rows))
            """
        ),
        Example(
            """
            # %% step:load
            rows = (n * n for n in range(3))
            print(sum(rows))
            # %% step:count
            print('done')
            """
        ),
    ),
)
