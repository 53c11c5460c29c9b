"""A shell command is to go on in the background.

## What it finds

Commands after `!` that end in `&`.

## Why it is a problem

IPython refuses them, and a step ends with its last cell, whether or not such a command is done.

## What to do

Remove the `&`, or start the program with `subprocess.Popen` and wait for it.
"""

from typing import Final

from kale.notebook.rules import BACKGROUND_COMMAND
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    BACKGROUND_COMMAND,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            «!sleep 5 &»
            print(1)
            """
        ),
        Example(
            """
            # %% step:load
            for number in range(2):
                «!sleep {number} &»
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            !sleep 0 && echo done
            """
        ),
        Example(
            """
            # %% step:load
            !echo '&'
            """
        ),
    ),
)
