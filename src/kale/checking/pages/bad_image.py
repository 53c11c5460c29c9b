"""What is given as an image is not a reference to a container image.

## What it finds

`--image` on the command line, and `image` where the Python interface is asked for a pipeline. In a notebook, a tag
with such an image is [K007](k007-invalid-option.md), and metadata with one [K010](k010-invalid-notebook-metadata.md).

## Why it is a problem

No cluster could start the steps.

## What to do

Write the image as `registry/name:tag`, such as `python:3.11-slim`.
"""

from typing import Final

from kale.build import BAD_IMAGE
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    BAD_IMAGE,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def load() -> list[int]:
                return [1, 2, 3]


            @pipeline
            def main() -> None:
                load()


            main.compile(image="python 3.11")
            """,
            function=None,
            whole=1,
        ),
        Program(
            """
            import nbformat.v4

            import kale

            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")])
            kale.compile_notebook(notebook, image="Team/Sales")
            """,
            function=None,
            whole=1,
        ),
    ),
    valid=(
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def load() -> list[int]:
                return [1, 2, 3]


            @pipeline
            def main() -> None:
                load()


            main.compile(image="python:3.11-slim")
            """,
            function=None,
        ),
        Program(
            """
            import nbformat.v4

            import kale

            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")])
            kale.compile_notebook(notebook, image="registry.example.com/team/sales:2")
            """,
            function=None,
        ),
    ),
)
