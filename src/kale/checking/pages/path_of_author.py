"""What a step needs of its module asks for `__file__`.

## What it finds

Step functions, and what they use of their module, that ask where the module's file is.

## Why it is a problem

A step has the code, but not the file that it stood in, nor the files beside it.

## What to do

Hand the path over as an argument, read the file before and hand its content over, or put it on a volume.
"""

from typing import Final

from kale.dsl.rules import AUTHOR_PATH
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    AUTHOR_PATH,
    __doc__,
    invalid=(
        Program(
            """
            from pathlib import Path

            from kale.dsl import pipeline, step

            «HERE = Path(__file__).parent»


            @step
            def load() -> str:
                return (HERE / 'rows.csv').read_text()


            @pipeline
            def main() -> None:
                load()
            """
        ),
        Program(
            """
            import os

            from kale.dsl import pipeline, step


            @step
            def load() -> str:
                «folder = os.path.dirname(__file__)»
                with open(os.path.join(folder, 'rows.csv')) as file:
                    return file.read()


            @pipeline
            def main() -> None:
                load()
            """
        ),
    ),
    valid=(
        Program(
            """
            from pathlib import Path

            from kale.dsl import pipeline, step


            @step
            def load(path: str) -> str:
                return Path(path).read_text()


            @pipeline
            def main(path: str = '/data/rows.csv') -> None:
                load(path)
            """
        ),
        Program(
            """
            from pathlib import Path

            from kale.dsl import pipeline, step

            HERE = Path(__file__).parent
            ROWS = [1, 2, 3]


            @step
            def load() -> list[int]:
                return ROWS


            @pipeline
            def main() -> None:
                load()
            """
        ),
    ),
)
