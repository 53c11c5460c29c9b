"""A parameter's default is not of the parameter's type.

## What it finds

Pipelines that a program puts together from models, in which a parameter says one type and has a default of another.
In a notebook, an annotation that contradicts the value is [K123](k123-annotation-against-default.md).

## Why it is a problem

The server would refuse the pipeline, or hand the steps another value.

## What to do

Correct the type, or the default.
"""

from typing import Final

from kale.platform.rules import MISTYPED_DEFAULT
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MISTYPED_DEFAULT,
    __doc__,
    invalid=(
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Parameter, ParameterType, Run, Step, TakeParameter

            plan = (TakeParameter(name="rate"), Run(code=CodeBlock(cell=1, text="print(rate)")))
            rate = Parameter(name="rate", type=ParameterType.INT, default="3")
            Pipeline(name="sales", parameters=(rate,), steps=(Step(name="load", plan=plan),)).compile()
            """,
            function=None,
            whole=1,
        ),
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Parameter, ParameterType, Run, Step, TakeParameter

            plan = (TakeParameter(name="rate"), Run(code=CodeBlock(cell=1, text="print(rate)")))
            rate = Parameter(name="rate", type=ParameterType.STR, default=0.5)
            Pipeline(name="sales", parameters=(rate,), steps=(Step(name="load", plan=plan),)).compile()
            """,
            function=None,
            whole=1,
        ),
    ),
    valid=(
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Parameter, ParameterType, Run, Step, TakeParameter

            plan = (TakeParameter(name="rate"), Run(code=CodeBlock(cell=1, text="print(rate)")))
            rate = Parameter(name="rate", type=ParameterType.INT, default=3)
            Pipeline(name="sales", parameters=(rate,), steps=(Step(name="load", plan=plan),)).compile()
            """,
            function=None,
        ),
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Parameter, ParameterType, Run, Step, TakeParameter

            plan = (TakeParameter(name="rate"), Run(code=CodeBlock(cell=1, text="print(rate)")))
            rate = Parameter(name="rate", type=ParameterType.FLOAT, default=3)
            Pipeline(name="sales", parameters=(rate,), steps=(Step(name="load", plan=plan),)).compile()
            """,
            function=None,
        ),
    ),
)
