"""A pipeline function branches on a placeholder.

## What it finds

`if`, `while`, `and` and `or` on a parameter of a pipeline function or on what a step returns; comparisons of one;
`is` and `isinstance` that ask what it is.

## Why it is a problem

While the pipeline is put together, a parameter, and what a step returns, is a *placeholder*: it stands for a value
that there will only be when the pipeline runs. So there is nothing to decide by.

## What to do

Branch in a step that takes the value as an argument, or on a plain Python variable of the function.
"""

from typing import Final

from kale.dsl.rules import BRANCH_ON_PLACEHOLDER
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    BRANCH_ON_PLACEHOLDER,
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
                «if total(rows) > 2:»
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
            def main(verbose: bool = True) -> None:
                rows = load()
                «if verbose:»
                    show(rows)
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
                rows = load()
                for number in range(2):
                    if number:
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


            @step
            def show_if(verbose: bool, value: object) -> None:
                if verbose:
                    print(value)


            @pipeline
            def main(verbose: bool = True) -> None:
                show_if(verbose, load())
            """
        ),
    ),
)
