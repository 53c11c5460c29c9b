"""A value holds text that Kubernetes takes for an environment variable.

## What it finds

`$(NAME)` in values of environment variables and in other options.

## Why it is a problem

Where the step has a variable of that name, Kubernetes puts its value there.

## What to do

If that is meant, silence the warning. Otherwise write the text in code.
"""

from typing import Final

from kale.platform.rules import VARIABLE_IN_VALUE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    VARIABLE_IN_VALUE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load env:GREETING=hello-$(USER)
            «»import os
            print(os.environ['GREETING'])
            """
        ),
        Example(
            """
            # %% step:load env:A=1 env:B=$(A)2
            «»print(1)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load env:GREETING=hello-$USER
            import os
            print(os.environ['GREETING'])
            """
        ),
        Example(
            """
            # %% step:load
            greeting = 'hello $(USER)'
            print(greeting)
            """
        ),
    ),
)
