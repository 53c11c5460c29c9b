"""The annotation of a parameter says another type than its default has.

## What it finds

Annotated assignments in cells tagged `pipeline-parameters` whose value is of another type.

## Why it is a problem

What a run may set is of the default's type, since the notebook computes with the default. Who reads the annotation
expects another.

## What to do

Correct the annotation or the default. For a parameter that may be left out, `None` goes with every type.
"""

from typing import Final

from kale.analysis.rules import ANNOTATION_AGAINST_DEFAULT
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    ANNOTATION_AGAINST_DEFAULT,
    __doc__,
    invalid=(
        Example(
            """
            # %% pipeline-parameters
            «rows: int = 'ten'»
            # %% step:load
            print(rows)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            «names: list = {'a': 1}»
            # %% step:load
            print(names)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% pipeline-parameters
            rows: int = 10
            rate: float = 1
            day: str | None = None
            # %% step:load
            print(rows, rate, day)
            """
        ),
        Example(
            """
            # %% pipeline-parameters
            rows = 'ten'
            # %% step:load
            print(rows)
            """
        ),
    ),
)
