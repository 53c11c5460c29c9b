"""Two calls of steps ask for the same name.

## What it finds

Calls with `.named()` that give a name which another step has been given.

## Why it is a problem

Names tell steps apart: in the graph, in logs, and where a run is started again from a step.

## What to do

Give each a name of its own, or none: steps without one are numbered.
"""

from typing import Final

from kale.dsl.rules import STEP_NAMED_TWICE
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    STEP_NAMED_TWICE,
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
                load.named('fetch')()
                «load.named('fetch')()»
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
                rows = load.named('first')()
                «total.named('first')(rows)»
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
                load.named('fetch')()
                load.named('fetch again')()
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
                load()
                load()
            """
        ),
    ),
)
