"""A list or dictionary holds a float that a step gets as an integer.

## What it finds

Floats such as `2.0` inside the default of a parameter that is a list or a dictionary.

## Why it is a problem

Kubeflow keeps all numbers as doubles and writes whole ones without a point, so that the step reads an integer.

## What to do

Where the type matters, turn the number into a float in the step.
"""

from typing import Final

from kale.platform.rules import WHOLE_FLOAT_IN_STRUCTURE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    WHOLE_FLOAT_IN_STRUCTURE,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            «rates = [0.5, 2.0]»
            # %% step:load
            print(rates)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            «options = {'rate': 1.0}»
            # %% step:load
            print(options)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            rates = [0.5, 2.5]
            # %% step:load
            print(rates)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            rate = 2.0
            # %% step:load
            print(rate)
            """
        ),
    ),
)
