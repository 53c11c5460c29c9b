"""The arguments of a call do not fit.

## What it finds

Calls of step functions with arguments that are missing, unknown or too many, as Python itself would refuse them;
`after()` with something else than earlier steps; `metrics()` with constants.

## Why it is a problem

The step would fail as soon as it runs.

## What to do

Correct the call.
"""

from typing import Final

from kale.dsl.rules import UNFIT_ARGUMENTS
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNFIT_ARGUMENTS,
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
                «total()»
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
                «total(rows, sorted=True)»
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
                total(rows=load())
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
                first = load()
                show.after(first)('ready')
            """
        ),
    ),
)
