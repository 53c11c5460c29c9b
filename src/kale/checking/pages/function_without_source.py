"""A step function's source cannot be had.

## What it finds

Step functions that are a lambda, a method, a class or written in C, that were typed into a shell, or whose file has
changed since it was imported.

## Why it is a problem

A step function travels as source.

## What to do

Write the function with `def` in a Python file, and decorate that.
"""

from typing import Final

from kale.dsl.rules import NO_SOURCE
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NO_SOURCE,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline, step

            «double = step(lambda rows: [2 * row for row in rows])»


            @pipeline
            def main() -> None:
                double([1, 2, 3])
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step

            count = step(len)


            @pipeline
            def main() -> None:
                «count([1, 2, 3])»
            """
        ),
    ),
    valid=(
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def double(rows: list[int]) -> list[int]:
                return [2 * row for row in rows]


            @pipeline
            def main() -> None:
                double([1, 2, 3])
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            def double(rows: list[int]) -> list[int]:
                return list(map(lambda row: 2 * row, rows))


            doubled = step(double)


            @pipeline
            def main() -> None:
                doubled([1, 2, 3])
            """
        ),
    ),
)
