"""A parameter of the pipeline is handed to an argument whose hint says another type.

## What it finds

Parameters of pipeline functions that go into a step function as they are, where the hints of the two differ.

## Why it is a problem

The run asks for a value of one type, and the step takes it for one of the other.

## What to do

Change one of the hints, or convert the value in the step.
"""

from typing import Final

from kale.dsl.rules import MISTYPED_ARGUMENT
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MISTYPED_ARGUMENT,
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
            def main(rows: str = '1,2,3') -> None:
                «total(rows)»
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def head(rows: list[int], limit: int) -> list[int]:
                return rows[:limit]


            @pipeline
            def main(limit: float = 10.0) -> None:
                «head([1, 2, 3], limit)»
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
            def main(rows: list[int]) -> None:
                total(rows)
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def scale(rows: list[int], rate: float) -> list[float]:
                return [rate * row for row in rows]


            @pipeline
            def main(rate: int = 2) -> None:
                scale([1, 2, 3], rate)
            """
        ),
    ),
)
