"""A pipeline function calls no step.

## What it finds

Pipeline functions with an empty body, and those that call functions which are not decorated with `@step`.

## Why it is a problem

There is nothing that a pipeline could run.

## What to do

Decorate the functions that do the work with `@step`.
"""

from typing import Final

from kale.dsl.rules import NO_STEPS
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    NO_STEPS,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline


            def load() -> list[int]:
                return [1, 2, 3]


            «@pipeline»
            def main() -> None:
                load()
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def load() -> list[int]:
                return [1, 2, 3]


            «@pipeline»
            def main() -> None:
                for _ in range(0):
                    load()
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
                load()
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


            def shown() -> None:
                show(load())


            @pipeline
            def main() -> None:
                shown()
            """
        ),
    ),
)
