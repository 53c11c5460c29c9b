"""The default of a step function's parameter cannot be serialised.

## What it finds

Defaults of step functions that cannot be pickled: locks, open files, generators, connections.

## Why it is a problem

A default is made when the module is imported, and a step gets it as a value.

## What to do

Make `None` the default, and the value in the body.
"""

from typing import Final

from kale.dsl.rules import UNSERIALISABLE_DEFAULT
from kale.rules.examples import Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNSERIALISABLE_DEFAULT,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline, step


            «@step»
            def show(rows: list[int], names=(name.upper() for name in ['may', 'june'])) -> None:
                print(dict(zip(names, rows)))


            @pipeline
            def main() -> None:
                show([1, 2, 3])
            """
        ),
        Program(
            """
            import threading

            from kale.dsl import pipeline, step


            «@step»
            def count(rows: list[int], *, lock=threading.Lock()) -> int:
                with lock:
                    return len(rows)


            @pipeline
            def main() -> None:
                count([1, 2, 3])
            """
        ),
    ),
    valid=(
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def show(rows: list[int], names=None) -> None:
                print(dict(zip(names or [name.upper() for name in ['may', 'june']], rows)))


            @pipeline
            def main() -> None:
                show([1, 2, 3])
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step


            @step
            def count(rows: list[int], *, start: int = 0) -> int:
                return start + len(rows)


            @pipeline
            def main() -> None:
                count([1, 2, 3])
            """
        ),
    ),
)
