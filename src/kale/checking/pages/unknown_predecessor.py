"""A step is said to come after a step that does not exist.

## What it finds

Pipelines that a program puts together from models, in which `after` names no step. In a notebook, a `prev:` tag of
that kind is [K005](k005-unknown-previous-step.md).

## Why it is a problem

The order that was meant would be lost.

## What to do

Correct the name.
"""

from typing import Final

from kale.platform.rules import UNKNOWN_PREDECESSOR
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNKNOWN_PREDECESSOR,
    __doc__,
    invalid=(
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Run, Step


            def step(name: str, *after: str) -> Step:
                code = CodeBlock(cell=1, text="print(1)")
                return Step(name=name, after=after, plan=(Run(code=code),))


            Pipeline(name="sales", steps=(step("load"), step("train", "laod"))).compile()
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


            Pipeline(name="sales", steps=(step("train", "load", "clean"),)).compile()
            """,
            function=None,
            whole=2,
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
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Run, Step


            def step(name: str, *after: str) -> Step:
                code = CodeBlock(cell=1, text="print(1)")
                return Step(name=name, after=after, plan=(Run(code=code),))


            Pipeline(name="sales", steps=(step("train", "load"), step("load"))).compile()
            """,
            function=None,
        ),
    ),
)
