"""A pipeline function changes a placeholder.

## What it finds

Items and attributes of what a step returns that are set or deleted, and `+=` on it.

## Why it is a problem

While the pipeline is put together, a parameter, and what a step returns, is a *placeholder*: it stands for a value
that there will only be when the pipeline runs. So the change would be lost.

## What to do

Change it in a step, and return it.
"""

from typing import Final

from kale.dsl.rules import CHANGED_PLACEHOLDER
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CHANGED_PLACEHOLDER,
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
                rows = load()
                «rows[0] = 5»
                show(rows)
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
                rows = load()
                count = total(rows)
                «count += 1»
                show(count)
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
                shown = {}
                shown['rows'] = load()
                show(shown)
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
            def with_first(rows: list[int], first: int) -> list[int]:
                rows[0] = first
                return rows


            @pipeline
            def main() -> None:
                show(with_first(load(), 5))
            """
        ),
    ),
)
