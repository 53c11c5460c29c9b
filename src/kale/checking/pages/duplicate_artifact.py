"""A step saves two artifacts under one name.

## What it finds

Pipelines that a program puts together from models, in which one step has two `Save` operations of one name. Notebooks
and pipeline functions never give such a pipeline.

## Why it is a problem

The second would take the place of the first.

## What to do

Give each artifact a name of its own.
"""

from typing import Final

from kale.platform.rules import DUPLICATE_ARTIFACT
from kale.rules.examples import Example, Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    DUPLICATE_ARTIFACT,
    __doc__,
    invalid=(
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Define, Save, Step

            make = Define(code=CodeBlock(cell=1, text="rows, more = [1], [2]"), names=("rows", "more"))
            saves = (Save(artifact="out", variables=("rows",)), Save(artifact="out", variables=("more",)))
            Pipeline(name="sales", steps=(Step(name="load", plan=(make, *saves)),)).compile()
            """,
            function=None,
            whole=1,
        ),
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Define, Save, Step

            make = Define(code=CodeBlock(cell=1, text="rows = [1]"), names=("rows",))
            save = Save(artifact="rows", variables=("rows",))
            Pipeline(name="sales", steps=(Step(name="load", plan=(make, save, save)),)).compile()
            """,
            function=None,
            whole=1,
        ),
    ),
    valid=(
        Program(
            """
            from kale import Pipeline
            from kale.pipeline import CodeBlock, Define, Save, Step

            make = Define(code=CodeBlock(cell=1, text="rows, more = [1], [2]"), names=("rows", "more"))
            saves = (Save(artifact="rows", variables=("rows",)), Save(artifact="more", variables=("more",)))
            Pipeline(name="sales", steps=(Step(name="load", plan=(make, *saves)),)).compile()
            """,
            function=None,
        ),
        Example(
            """
            # %% step:load
            rows = [1]
            more = [2]
            # %% step:show
            print(rows, more)
            """
        ),
    ),
)
