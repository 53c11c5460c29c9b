"""A value that a pipeline function hands to a step cannot be written down as code.

## What it finds

Arguments of steps that are neither a placeholder, nor made of numbers, texts, lists and the like, nor the value of a
name at the top of the module.

## Why it is a problem

A step gets its arguments as code or from other steps, so such a value does not reach it.

## What to do

Make the value in a step, or at the top of the module.
"""

from typing import Final

from kale.dsl.rules import UNSUPPORTED_CONSTANT
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNSUPPORTED_CONSTANT,
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
                «show(row for row in [1, 2])»
                show(rows)
            """
        ),
        Program(
            """
            import threading

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
                «show(threading.Lock())»
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
                show([1, 2, {'rate': 0.5}])
            """
        ),
        Program(
            """
            from pathlib import Path

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


            HOME = Path('/data')


            @pipeline
            def main() -> None:
                show(HOME)
            """
        ),
    ),
)
