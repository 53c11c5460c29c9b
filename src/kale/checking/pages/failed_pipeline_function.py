"""A pipeline function raises an exception of its own while it is followed.

## What it finds

Exceptions that the body of a pipeline function raises, when it is called once to find out which steps it calls.

## Why it is a problem

Nobody knows which steps would have come after that.

## What to do

Correct the line that the message names. What can only be decided by a value belongs into a step.
"""

from typing import Final

from kale.dsl.rules import FAILED_FUNCTION
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    FAILED_FUNCTION,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def load() -> list[int]:
                return [1, 2, 3]


            @step
            def total(rows: list[int]) -> int:
                return sum(rows)


            @step
            def show(value: object) -> None:
                print(value)


            @pipeline
            def main() -> None:
                seasons = ['spring', 'summer']
                load()
                «show(seasons[2])»
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def load() -> list[int]:
                return [1, 2, 3]


            @step
            def total(rows: list[int]) -> int:
                return sum(rows)


            @step
            def show(value: object) -> None:
                print(value)


            @pipeline
            def main() -> None:
                folder = {'may': '/data/may'}
                «show(folder['june'])»
            """
        ),
    ),
    valid=(
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def load() -> list[int]:
                return [1, 2, 3]


            @step
            def total(rows: list[int]) -> int:
                return sum(rows)


            @step
            def show(value: object) -> None:
                print(value)


            @pipeline
            def main() -> None:
                seasons = ['spring', 'summer']
                load()
                show(seasons[1])
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def load() -> list[int]:
                return [1, 2, 3]


            @step
            def total(rows: list[int]) -> int:
                return sum(rows)


            @step
            def show(value: object) -> None:
                print(value)


            @step
            def fail(rows: list[int]) -> None:
                raise ValueError(rows)


            @pipeline
            def main() -> None:
                fail(load())
            """
        ),
    ),
)
