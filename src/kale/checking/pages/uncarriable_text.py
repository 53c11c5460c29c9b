"""Text holds a character that no command line can carry.

## What it finds

NUL characters, and halves of surrogate pairs, in defaults of parameters, environment variables, annotations and names
of steps. Code that holds one is a [syntax error](k101-syntax-error.md).

## Why it is a problem

A step is started with a command line and an environment, and Linux ends both at a NUL character. Half of a surrogate
pair is no character at all, and cannot be written as UTF-8.

## What to do

Remove the character. Where a program needs it, let it make it itself, with `chr(0)`.
"""

from typing import Final

from kale.platform.rules import UNCARRIABLE_TEXT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNCARRIABLE_TEXT,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            «separator = 'a\\0b'»
            # %% step:load
            print(separator)
            """
        ),
        Example(
            """
            # %% step:load env:MODE=fast\ud800
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            separator = 'a\\0b'
            print(separator)
            """
        ),
        Example(
            """
            # %% step:load env:MODE=schnell
            # Grüße
            print(1)
            """
        ),
    ),
)
