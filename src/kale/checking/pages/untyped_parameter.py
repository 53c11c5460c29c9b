"""Nothing says of which type a parameter of the pipeline is.

## What it finds

Parameters of pipeline functions without a hint and without a default, with a hint or default of a type that
parameters of a pipeline cannot have, and `*args` and `**kwargs`.

## Why it is a problem

The server has to know the type before anything runs.

## What to do

Give the parameter a hint or a default: `int`, `float`, `str`, `bool`, `list` or `dict`.
"""

from typing import Final

from kale.dsl.rules import UNTYPED_PARAMETER
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNTYPED_PARAMETER,
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
            «def main(limit) -> None:»
                show(limit)
            """
        ),
        Program(
            """
            import datetime

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
            «def main(since: datetime.date) -> None:»
                show(since)
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
            def main(limit: int) -> None:
                show(limit)
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
            def main(since='2026-01-01') -> None:
                show(since)
            """
        ),
    ),
)
