"""A pipeline of functions computes what calling the functions computes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.dsl.conftest import Load

KEEP = """

@step
def keep_results(results):
    from pathlib import Path

    Path("kept.txt").write_text(repr(results))


@pipeline
def kept():
    keep_results(main.function())
"""

PROGRAMS = {
    "one value after another": """
        @step
        def make(n: int) -> list:
            return list(range(n))

        @step
        def total(xs, start=0):
            return sum(xs, start)

        @pipeline
        def main(n: int = 4):
            xs = make(n)
            return [total(xs), total(xs, start=10), total(start=n, xs=xs)]
        """,
    "an argument changed in place": """
        @step
        def make():
            return [3, 1, 2]

        @step
        def sort(xs):
            xs.sort()

        @step
        def first(xs):
            return xs[0]

        @pipeline
        def main():
            xs = make()
            before = first(xs)
            sort(xs)
            return before, first(xs)
        """,
    "a global changed by a helper": """
        SEEN = []
        COUNT = 0

        def note(x):
            global COUNT
            COUNT += 1
            SEEN.append(x)

        @step
        def work(x):
            note(x)
            return len(SEEN)

        @step
        def seen(after):
            return list(SEEN), COUNT

        @pipeline
        def main():
            a = work("a")
            b = work("b")
            return a, b, seen(b)
        """,
    "a list that two steps share": """
        @step
        def add(xs, x):
            xs.append(x)
            return len(xs)

        @pipeline
        def main():
            shared, own = [0], [0]
            return add(shared, 1), add(shared, 2), add(own, 3), add([0], 4)
        """,
    "a list of outputs that two steps share": """
        @step
        def make(n):
            return n

        @step
        def add(xs, x):
            xs.append(x)
            return list(xs)

        @pipeline
        def main():
            both = [make(1), make(2)]
            return add(both, 3), add(both, 4), add([make(5), {"a": make(6)}], 7)
        """,
    "a dictionary that the pipeline function changes between calls": """
        @step
        def size(options):
            return sorted(options.items())

        @pipeline
        def main():
            options = {"a": 1}
            first = size(options)
            options["b"] = 2
            return first, size(options)
        """,
    "classes, helpers and constants of the module": """
        from collections import Counter as Count, namedtuple
        from dataclasses import dataclass, field
        from enum import Enum
        import functools
        import json as js

        RATE = 2
        LIMITS = {"low": 1, "high": RATE * 10}
        LIMITS["mid"] = 5
        Point = namedtuple("Point", "x y")

        class Colour(Enum):
            RED = "r"
            BLUE = "b"

        def logged(function):
            @functools.wraps(function)
            def inner(*args):
                return "logged", function(*args)
            return inner

        @dataclass
        class Base:
            x: int
            tags: list = field(default_factory=list)

            def scaled(self):
                return self.x * RATE

        class Derived(Base):
            def scaled(self):
                return super().scaled() + LIMITS["mid"]

        @logged
        def describe(thing):
            return js.dumps(thing.scaled()), isinstance(thing, Base)

        @functools.lru_cache
        def slow(n):
            return n if n < 2 else slow(n - 1) + slow(n - 2)

        @step
        def make():
            return Derived(3), Point(1, 2), Colour.RED, Count("aab")

        @step
        def check(things):
            derived, point, colour, counts = things
            return describe(derived), point.x, isinstance(point, Point), colour is Colour.RED, counts["a"], slow(20)

        @pipeline
        def main():
            return check(make())
        """,
    "functions, classes and constants as arguments": """
        import math
        from dataclasses import dataclass, field
        from enum import Enum
        from math import floor
        from typing import NamedTuple

        TABLE = {"a": [1]}

        @dataclass
        class Settings:
            rate: float
            names: list[str] = field(default_factory=list)

        class Range(NamedTuple):
            low: int
            high: int = 9

        @step
        def widen(settings):
            settings.names.append(str(settings.rate))
            return settings.names, type(settings) is Settings

        class Kind(Enum):
            ONE = 1

        def double(x):
            return 2 * x

        class Box:
            def __init__(self, value):
                self.value = value

        BOX = Box(7)

        @step
        def apply(function, x):
            return function(x)

        @step
        def show(*values, **named):
            return repr(values), sorted(named.items())

        @step
        def grow(table):
            table["a"].append(2)
            return str(table)

        @pipeline
        def main():
            box = apply(Box, 3)
            settings = Settings(0.5)
            return (
                apply(double, 4),
                apply(floor, 2.5),
                apply(math.sqrt, 9),
                show(1, -2.5, float("inf"), 1j, b"x", None, ..., (1, [2]), {3}, {"k": {"n": True}}, a="{{x}}"),
                show(range(3), True, float("-inf"), "$(HOME)"),
                show(Kind.ONE is Kind.ONE, frozenset({1})),
                apply(str, Kind.ONE),
                grow(TABLE),
                grow(TABLE),
                widen(settings),
                widen(settings),
                widen(Settings(apply(abs, -3), ["b"])),
                show(Range(apply(abs, -4)), Range(1, high=2)._replace(low=Range(3))),
                apply(vars, box),
                apply(vars, BOX),
            )
        """,
    "named and positional parts": """
        from dataclasses import dataclass
        from typing import NamedTuple, TypedDict

        class Split(NamedTuple):
            train: list
            test: list

        class Sizes(TypedDict):
            small: int
            large: int

        @dataclass
        class Report:
            title: str
            rows: int

        @step
        def split(n) -> Split:
            return Split(list(range(n)), [n])

        @step
        def pair(n):
            return n, n + 1

        @step
        def typed(n) -> tuple[int, str]:
            return n, str(n)

        @step
        def sizes() -> Sizes:
            return {"small": 1, "large": 9}

        @step
        def anything() -> dict[str, int]:
            return {"a b": 1, "class": 2}

        @step
        def report() -> Report:
            return Report("title", 3)

        @step
        def total(*numbers):
            return numbers

        @pipeline
        def main():
            parts = split(3)
            train, test = split(2)
            low, high = pair(4)
            (number, text) = typed(5)
            both = pair(6)
            a, b = both
            measured, found, told = sizes(), anything(), report()
            return total(
                parts.train, parts[1], parts[-1], train, test, low, high, number, text, both, a, b, len(both),
                measured["small"], found["a b"], found["class"], told.title, told.rows, told, typed(7)[1],
            )
        """,
    "parts that steps change before and after they are taken": """
        from dataclasses import dataclass

        @dataclass
        class Box:
            size: int
            items: list

        @step
        def make() -> dict[str, list[int]]:
            return {"a": [1], "b": [5]}

        @step
        def box() -> Box:
            return Box(1, [1])

        @step
        def change(made):
            made["a"] = [made["a"][0] + 1]

        @step
        def grow(box):
            box.size += 1
            box.items = box.items + [box.size]

        @step
        def tell(part, *more):
            return part, more

        @pipeline
        def main():
            made = make()
            first = made["a"]
            told = [tell(first)]
            change(made)
            second = made["a"]
            told.append(tell(made["a"], first))
            change(made)
            told.append(tell(second, made["a"]))
            change(made)
            told.append(tell([made["a"], second], {"x": made["b"]}))
            found = box()
            grow(found)
            size = found.size
            grow(found)
            metrics(size=size, later=found.size)
            return told, tell(found.items, size), made["a"], found.size
        """,
    "plain Python around the steps": """
        DEPTHS = [1, 2, 3]

        @step
        def train(depth, rate=0.5):
            return depth * rate

        @step
        def best(*scores):
            return max(scores)

        def in_a_helper(depths):
            return {depth: train(depth) for depth in depths if depth > 1}

        @pipeline
        def inner(depth: int = 9):
            score = train(depth, rate=2)
            return score

        @pipeline
        def main():
            scores = [train(depth) for depth in DEPTHS]
            for number in range(2):
                score = train(number)
                scores.append(score)
            more = in_a_helper(DEPTHS)
            return best(*scores, *more.values()), inner(), inner(depth=4)
        """,
    "order after a function that another decorator has wrapped": """
        import functools

        LOG = []

        def logged(function):
            @functools.wraps(function)
            def inner(*args):
                return function(*args)
            return inner

        @step
        @logged
        def first():
            LOG.append("first")

        @step
        def second():
            return list(LOG)

        @pipeline
        def main():
            first()
            return second.after(first)()
        """,
    "order without data": """
        LOG = []

        @step
        def first():
            LOG.append("first")

        @step
        def second():
            LOG.append("second")
            return list(LOG)

        @pipeline
        def main():
            done = first()
            return second.after(done)()
        """,
    "random numbers": """
        import random

        import numpy as np

        random.seed(4)

        @step
        def seed():
            np.random.seed(3)
            return random.random()

        @step
        def draw(_):
            return float(np.random.rand()), random.random()

        @pipeline
        def main():
            a = seed()
            return a, draw(a), draw(a)
        """,
    "names that meet": """
        seed = 5
        sum_of = 3

        def total(xs):
            return sum(xs) + seed + sum_of

        @step
        def add(xs, seed):
            return total(xs) + seed

        @pipeline
        def main(seed: int = 100, total: int = 7):
            sum = add([1, 2], seed)
            sum_of = add([sum, total], 1)
            list = add([sum_of], 0)
            return sum, sum_of, list
        """,
    "annotations that are not evaluated": """
        from __future__ import annotations

        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            from decimal import Decimal

        @step
        def make(n: Decimal | None = None) -> tuple[Decimal, int]:
            return n, 2

        @step
        def use(x: Decimal, *, y: Missing = 3) -> Decimal:
            return x, y

        @pipeline
        def main():
            a, b = make()
            return use(b), a
        """,
    "a step inside a function": """
        import math

        OFFSET = 2

        def build():
            @step
            def inner(x):
                return math.floor(x) + OFFSET

            return inner

        chosen = build()

        @pipeline
        def main():
            return chosen(2.5)
        """,
    "several calls on one line and calls over several lines": """
        @step
        def one(x): return x + 1

        @step
        def two(
            x,
            y,
        ):
            return [x, y];

        @pipeline
        def main():
            a = one(one(one(1))); b = one(a)
            c = two(
                one(
                    2
                ),
                y=b,
            )
            return a, b, c
        """,
    "decorators of other libraries": """
        import functools

        def twice(function):
            @functools.wraps(function)
            def inner(*args, **kwargs):
                function(*args, **kwargs)
                return function(*args, **kwargs)
            return inner

        CALLS = []

        @step(
            retry=1,
            env={"A": "b"},
        )
        @twice
        def inside(x):
            CALLS.append(x)
            return len(CALLS)

        @pipeline
        def main():
            return inside(1)
        """,
    "a script with parts that steps do not need": """
        import argparse
        import os
        import sys
        import warnings

        warnings.simplefilter("ignore")
        os.environ["COLOUR"] = "blue"
        sys.setrecursionlimit(4321)

        def command_line():
            return main.compile("x.yaml")

        UNNEEDED = open("there is no such file") if False else None

        @step
        def look():
            return os.environ["COLOUR"], sys.getrecursionlimit(), warnings.filters[0][0]

        @pipeline
        def main():
            return look()

        if __name__ == "__main__":
            command_line()
        """,
}


def both(load: Load, text: str) -> tuple[str, str]:
    """Give the values of a plain call and of the pipeline, as text."""
    import textwrap

    module = load(textwrap.dedent(text).lstrip("\n") + KEEP, pipeline="kept")
    module.run().raise_for_failure()
    piped = Path("kept.txt").read_text(encoding="utf-8")
    module()
    return Path("kept.txt").read_text(encoding="utf-8"), piped


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_pipeline_computes_what_the_calls_compute(load: Load, name: str) -> None:
    plain, piped = both(load, PROGRAMS[name])
    assert piped == plain
