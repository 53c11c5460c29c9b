"""A pipeline function loops over a placeholder, and nothing says how many values it stands for.

## What it finds

Loops over a parameter of a pipeline function or over what a step returns, unpacking of one, `len()` and `in`.

## Why it is a problem

While the pipeline is put together, a parameter, and what a step returns, is a *placeholder*: it stands for a value
that there will only be when the pipeline runs. So nobody knows how many steps the loop would make.

## What to do

Loop in a step. To unpack a tuple, give the step function a hint such as `-> tuple[int, str]`.
"""

from typing import Final

from kale.dsl.rules import LOOP_OVER_PLACEHOLDER
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    LOOP_OVER_PLACEHOLDER,
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
                «for row in load():»
                    show(row)
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
            def main(seasons: list[str]) -> None:
                «for season in seasons:»
                    show(season)
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


            @step
            def ends(rows: list[int]) -> tuple[int, int]:
                return rows[0], rows[-1]


            @pipeline
            def main() -> None:
                first, last = ends(load())
                show(first)
                show(last)
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
                for number in range(3):
                    show(number)
            """
        ),
    ),
)
