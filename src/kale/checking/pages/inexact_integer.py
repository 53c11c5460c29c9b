"""An integer parameter is too large for Kubeflow.

## What it finds

Integers of 2**53 and beyond in the default of a parameter.

## Why it is a problem

Kubeflow carries all numbers as double-precision floats. From 2**53 on several integers share one of them, and the
step would get another number than the notebook.

## What to do

Make the parameter a text and convert it in the step, or assign the number in a step.
"""

from typing import Final

from kale.platform.rules import INEXACT_INTEGER
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    INEXACT_INTEGER,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            «key = 2**53»
            # %% step:show
            print(key)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            «keys = [1, -9007199254740993]»
            # %% step:show
            print(keys)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            key = 2**53 - 1
            # %% step:show
            print(key)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            key = '9007199254740993'
            # %% step:show
            print(int(key))
            """
        ),
    ),
)
