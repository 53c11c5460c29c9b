"""Two modules or parts that a pipeline is made of give one name to different things.

## What it finds

Step functions of several modules that use different things of one name; step functions that are put together with
notebooks, where both give one name to different things.

## Why it is a problem

The steps of a pipeline share names, as the cells of a notebook do: one of the two would get what belongs to the
other.

## What to do

Give one of the two another name.
"""

from typing import Final

from kale.dsl.rules import NAME_CLASH
from kale.rules.examples import Program
from kale.rules.page import RulePage

_LOADING: Final = """\
from kale.dsl import step

RATE = 2


@step
def load() -> list[int]:
    return [RATE, 2 * RATE]
"""

PAGE: Final = RulePage(
    NAME_CLASH,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline, step

            from loading import load

            «RATE = 3»


            @step
            def scale(rows: list[int]) -> list[int]:
                return [RATE * row for row in rows]


            @pipeline
            def main() -> None:
                scale(load())
            """,
            files={"loading.py": _LOADING},
        ),
        Program(
            """
            from kale import StepSource, compose
            from kale.dsl import step

            RATE = 3


            @step
            def scale(rows: list[int]) -> list[int]:
                return [RATE * row for row in rows]


            compose(StepSource(name="load", source="RATE = 2; rows = [RATE]"), scale, name="sales")
            """,
            function=None,
            whole=1,
        ),
    ),
    valid=(
        Program(
            """
            from kale.dsl import pipeline, step

            from loading import load

            FACTOR = 3


            @step
            def scale(rows: list[int]) -> list[int]:
                return [FACTOR * row for row in rows]


            @pipeline
            def main() -> None:
                scale(load())
            """,
            files={"loading.py": _LOADING},
        ),
        Program(
            """
            from kale import StepSource, compose
            from kale.dsl import step

            RATE = 3


            @step
            def scale(rows: list[int]) -> list[int]:
                return [RATE * row for row in rows]


            compose(StepSource(name="load", source="rows = [2]"), scale, name="sales")
            """,
            function=None,
        ),
    ),
)
