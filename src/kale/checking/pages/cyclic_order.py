"""The order that steps ask for cannot be had, because it leads in a circle.

## What it finds

Pipelines that a program puts together from models, in which steps wait for each other. In a notebook, that is
[K107](k107-cycle-of-steps.md).

## Why it is a problem

None of the steps would ever start.

## What to do

Take one of the orders out of the circle.
"""

from typing import Final

from kale.platform.rules import CYCLIC_ORDER
from kale.rules.examples import Example, Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    CYCLIC_ORDER,
    __doc__,
    invalid=(
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Run, Step


            def step(name: str, *after: str) -> Step:
                code = CodeBlock(cell=1, text="print(1)")
                return Step(name=name, after=after, plan=(Run(code=code),))


            Pipeline(name="sales", steps=(step("load", "train"), step("train", "load"))).compile()
            """,
            function=None,
            whole=1,
        ),
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Run, Step


            def step(name: str, *after: str) -> Step:
                code = CodeBlock(cell=1, text="print(1)")
                return Step(name=name, after=after, plan=(Run(code=code),))


            Pipeline(name="sales", steps=(step("load", "load"),)).compile()
            """,
            function=None,
            whole=1,
        ),
    ),
    valid=(
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Run, Step


            def step(name: str, *after: str) -> Step:
                code = CodeBlock(cell=1, text="print(1)")
                return Step(name=name, after=after, plan=(Run(code=code),))


            Pipeline(name="sales", steps=(step("load"), step("train", "load"))).compile()
            """,
            function=None,
        ),
        Example(
            """
            # %% step:load
            print(1)
            # %% step:train prev:load
            print(2)
            """
        ),
    ),
)
