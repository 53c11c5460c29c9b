"""Two notebooks or sources that are put together have a step of the same name.

## What it finds

Parts of `compose()` of which two have a step of one name.

## Why it is a problem

Cells of one step run in one container, and these do not belong together: they come from different places.

## What to do

Rename one of the two steps.
"""

from typing import Final

from kale.dsl.rules import STEP_IN_TWO_PARTS
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    STEP_IN_TWO_PARTS,
    __doc__,
    invalid=(
        Program(
            """
            from kale import StepSource, compose

            load = StepSource(name="load", source="rows = [1, 2, 3]")
            more = StepSource(name="load", source="more = rows + [4]")
            compose(load, more, name="sales")
            """,
            function=None,
            whole=1,
        ),
        Program(
            """
            import nbformat.v4

            from kale import StepSource, compose

            cell = nbformat.v4.new_code_cell("rows = [1, 2, 3]", metadata={"tags": ["step:load"]})
            notebook = nbformat.v4.new_notebook(cells=[cell])
            compose(notebook, StepSource(name="load", source="print(rows)"), name="sales")
            """,
            function=None,
            whole=1,
        ),
    ),
    valid=(
        Program(
            """
            from kale import StepSource, compose

            load = StepSource(name="load", source="rows = [1, 2, 3]")
            more = StepSource(name="more", source="more = rows + [4]")
            compose(load, more, name="sales")
            """,
            function=None,
        ),
        Program(
            """
            import nbformat.v4

            from kale import StepSource, compose

            cell = nbformat.v4.new_code_cell("rows = [1, 2, 3]", metadata={"tags": ["step:load"]})
            notebook = nbformat.v4.new_notebook(cells=[cell])
            compose(notebook, StepSource(name="show", source="print(rows)"), name="sales")
            """,
            function=None,
        ),
    ),
)
