"""A step function is defined with `async def`.

## What it finds

Step functions that are coroutines or asynchronous generators.

## Why it is a problem

Nothing awaits what they give, so their bodies would never run.

## What to do

Write a plain function, and run what it awaits with `asyncio.run()`.
"""

from typing import Final

from kale.dsl.rules import ASYNCHRONOUS_STEP
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    ASYNCHRONOUS_STEP,
    __doc__,
    invalid=(
        Program(
            """
            import asyncio

            from kale.dsl import pipeline, step


            «@step»
            async def load() -> list[int]:
                await asyncio.sleep(1)
                return [1, 2, 3]


            @pipeline
            def main() -> None:
                load()
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            «@step»
            async def rows():
                yield 1
                yield 2


            @pipeline
            def main() -> None:
                rows()
            """
        ),
    ),
    valid=(
        Program(
            """
            import asyncio

            from kale.dsl import pipeline, step


            async def fetched() -> list[int]:
                await asyncio.sleep(1)
                return [1, 2, 3]


            @step
            def load() -> list[int]:
                return asyncio.run(fetched())


            @pipeline
            def main() -> None:
                load()
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
            """
        ),
    ),
)
