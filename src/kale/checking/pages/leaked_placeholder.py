"""A placeholder is used outside of its pipeline function, or is copied or pickled.

## What it finds

Placeholders that another pipeline function has left in a variable, and those that `copy` or `pickle` is given.

## Why it is a problem

While the pipeline is put together, a parameter, and what a step returns, is a *placeholder*: it stands for a value
that there will only be when the pipeline runs. A copy, or a use in another pipeline, would stand for nothing.

## What to do

Hand it to a step of its own pipeline. To have a second list, copy the first in a step.
"""

from typing import Final

from kale.dsl.rules import LEAKED_PLACEHOLDER
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    LEAKED_PLACEHOLDER,
    __doc__,
    invalid=(
        Program(
            """
            import copy

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
                rows = load()
                «show(copy.deepcopy(rows))»
            """
        ),
        Program(
            """
            import pickle
            from pathlib import Path

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
                rows = load()
                «Path('rows.pkl').write_bytes(pickle.dumps(rows))»
                show(rows)
            """
        ),
    ),
    valid=(
        Program(
            """
            import copy

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
                names = ['a', 'b']
                show(copy.deepcopy(names))
                show(load())
            """
        ),
        Program(
            """
            import pickle
            from pathlib import Path

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


            @step
            def keep(rows: list[int]) -> None:
                Path('rows.pkl').write_bytes(pickle.dumps(rows))


            @pipeline
            def main() -> None:
                keep(load())
            """
        ),
    ),
)
