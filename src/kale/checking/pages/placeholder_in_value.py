"""A value holds text that Kubeflow or Kubernetes rewrites on the way to the step.

## What it finds

`{{` and `$$` in defaults of parameters and in options of steps. Code is not affected: there kale writes such text in
another way.

## Why it is a problem

The step would get another text, or the run would be refused.

## What to do

Put the text together in a step, or write it in code.
"""

from typing import Final

from kale.platform.rules import PLACEHOLDER_IN_VALUE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    PLACEHOLDER_IN_VALUE,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            «greeting = 'hello {{name}}'»
            # %% step:load
            print(greeting)
            """
        ),
        Example(
            """
            # %% step:load env:PRICE=$$5
            «»import os
            print(os.environ['PRICE'])
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            greeting = 'hello {{name}}'
            print(greeting)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            greeting = 'hello {name}'
            # %% step:load
            print(greeting)
            """
        ),
    ),
)
