"""A pipeline function computes with a placeholder.

## What it finds

Operators, attributes and calls of a parameter of a pipeline function or of what a step returns, and texts that are
made of one, such as f-strings. Functions that are no steps and do any of this are found, too.

## Why it is a problem

While the pipeline is put together, a parameter, and what a step returns, is a *placeholder*: it stands for a value
that there will only be when the pipeline runs. So there is nothing to compute with.

## What to do

Move the expression into a step.
"""

from typing import Final

from kale.dsl.rules import USED_PLACEHOLDER
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    USED_PLACEHOLDER,
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
                count = total(load())
                «show(f'{count} rows')»
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
            def main(rate: float = 0.5) -> None:
                count = total(load())
                «show(count * rate)»
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
                rate = 0.5 * 2
                show(f'{rate} of all')
                show(load())
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
            def scaled(count: int, rate: float) -> float:
                return count * rate


            @pipeline
            def main(rate: float = 0.5) -> None:
                show(scaled(total(load()), rate))
            """
        ),
    ),
)
