"""A pipeline that was made wrong on purpose does not pass: each kind of mistake is seen and told."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from tests.verification.changes import Change, edit, load_from, saved_first, without
from tests.verification.verifications import Verify, found

from kale.pipeline import Load
from kale.verification import Outcome, Status

REBOUND = (
    ("step:one", "x = [1, 2]"),
    ("step:two prev:one", "x = [*x, 3]"),
    ("step:three prev:two", "y = sum(x)"),
)
CHANGED_LATER = (
    ("step:one", "rows = [1]"),
    ("step:one", "rows.append(2)\nlast = rows[-1]"),
    ("step:two prev:one", "total = sum(rows)"),
)
FUNCTIONS = (
    ("functions", "def scale(x):\n    return x * FACTOR\nFACTOR = 3"),
    ("step:one", "y = scale(2)"),
    ("step:two prev:one", "z = y + 1"),
)
CLASSES = (
    (
        "functions",
        "class Counter:\n    total = 0\n    def add(self, n):\n        Counter.total += n\n        self.n = n",
    ),
    ("step:one", "counter = Counter()\ncounter.add(2)"),
    ("step:two prev:one", "counter.add(3)\nseen = Counter.total"),
)
PARAMETERS = (("pipeline-parameters", "rate = 2"), ("step:one", "y = rate * 1.5"))
RANDOM = (
    ("imports", "import random"),
    ("step:one", "random.seed(7)\na = random.random()"),
    ("step:two prev:one", "b = random.random()"),
)


class Case(NamedTuple):
    """A notebook, a mistake in its pipeline, and what must be said of which variable."""

    cells: tuple[tuple[str, str], ...]
    change: Change
    step: str
    name: str
    words: str


CASES = [
    Case(REBOUND, load_from("three", "x", "one"), "three", "x", "x: 3 elements in the notebook, 2 in the pipeline"),
    Case(REBOUND, load_from("three", "x", "one"), "three", "y", "y: 6 in the notebook, 3 in the pipeline"),
    Case(REBOUND, edit("two", "3", "4"), "two", "x", "x[2]: 3 in the notebook, 4 in the pipeline"),
    Case(REBOUND, edit("three", "y = ", "why = "), "three", "y", "y: 6 in the notebook, nothing in the pipeline"),
    Case(REBOUND, edit("three", "y = ", "why = "), "three", "why", "why: nothing in the notebook, 6 in the pipeline"),
    Case(REBOUND, edit("one", "[1, 2]", "[1, 2.0]"), "one", "x", "x[1]: 2 in the notebook, 2.0 in the pipeline"),
    Case(REBOUND, edit("one", "[1, 2]", "(1, 2)"), "one", "x", "x: type list in the notebook, (1, 2) (type tuple)"),
    Case(CHANGED_LATER, saved_first("one"), "two", "rows", "rows: 2 elements in the notebook, 1 in the pipeline"),
    Case(
        CHANGED_LATER,
        edit("one", "rows.append(2)", "pass"),
        "one",
        "last",
        "last: 2 in the notebook, 1 in the pipeline",
    ),
    Case(
        FUNCTIONS, edit("one", "x * FACTOR", "x + FACTOR"), "one", "scale", "scale's code: one in the notebook, another"
    ),
    Case(
        FUNCTIONS,
        edit("one", "FACTOR = 3", "FACTOR = 4"),
        "one",
        "FACTOR",
        "FACTOR: 3 in the notebook, 4 in the pipeline",
    ),
    Case(CLASSES, edit("one", "total += n", "total += 2 * n"), "one", "Counter", "Counter.add's code: one"),
    Case(CLASSES, edit("one", "add(2)", "add(4)"), "one", "Counter", "Counter.total: 2 in the notebook, 4 in the"),
    Case(CLASSES, edit("one", "add(2)", "add(4)"), "two", "seen", "seen: 5 in the notebook, 7 in the pipeline"),
    Case(CLASSES, edit("one", "add(2)", "add(4)"), "one", "counter", "counter.n: 2 in the notebook, 4 in the pipeline"),
    Case(
        PARAMETERS, lambda pipeline: pipeline.with_parameters({"rate": 3}), "one", "rate", "rate: 2 in the notebook, 3"
    ),
    Case(RANDOM, without("two", Load, "<random>"), "two", "b", "b: 0."),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.step}-{case.name}")
def test_a_wrong_value_is_told(case: Case, verify: Verify) -> None:
    verification = verify(*case.cells, change=case.change)
    variable = found(verification, case.step, case.name)
    assert (verification.outcome, variable.status) == (Outcome.DIFFERENT, Status.DIFFERENT)
    assert variable.difference is not None
    assert variable.difference.startswith(case.words)
    assert not verification.equal
    assert verification.runs == 2
