"""A step function uses variables of a function around it.

## What it finds

Step functions that are defined inside of another function and use its arguments or variables.

## Why it is a problem

These do not exist in the step: a step function travels as source, with what it needs from the top of its module.

## What to do

Hand the value over as an argument, or define it at the top of the module.
"""

from typing import Final

from kale.dsl.rules import CLOSURE
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CLOSURE,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline, step


            def scaling(factor: float):
                «@step»
                def scale(rows: list[float]) -> list[float]:
                    return [factor * row for row in rows]

                return scale


            double = scaling(2)


            @pipeline
            def main() -> None:
                double([1.0, 2.5])
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            def loader(path: str):
                «@step(cpu="1")»
                def load() -> str:
                    with open(path) as file:
                        return file.read()

                return load


            load_may = loader('may.csv')


            @pipeline
            def main() -> None:
                load_may()
            """
        ),
    ),
    valid=(
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def scale(rows: list[float], factor: float) -> list[float]:
                return [factor * row for row in rows]


            @pipeline
            def main() -> None:
                scale([1.0, 2.5], 2.0)
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step

            FACTOR = 2.0


            @step
            def scale(rows: list[float]) -> list[float]:
                def scaled(row: float) -> float:
                    return FACTOR * row

                return list(map(scaled, rows))


            @pipeline
            def main() -> None:
                scale([1.0, 2.5])
            """
        ),
    ),
)
