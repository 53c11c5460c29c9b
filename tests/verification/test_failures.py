"""Runs that come to no end: the notebook's, its pipeline's, or both."""

from __future__ import annotations

import pytest
from tests.verification.changes import edit, without
from tests.verification.verifications import CELLS, Verify

from kale.pipeline import Define, Load
from kale.verification import Outcome

FAILING = (
    ("step:one", "rows = [3, 0]"),
    ("step:two prev:one", "done = []\nfor row in rows:\n    done.append(12 / row)"),
    ("step:three prev:two", "never = 1"),
)


def test_a_notebook_that_fails_by_itself(verify: Verify) -> None:
    verification = verify(*FAILING)
    assert (verification.outcome, verification.equal) == (Outcome.NOTEBOOK_FAILS, False)
    assert verification.notebook_failure is not None
    assert verification.pipeline_failure is not None
    assert (verification.notebook_failure.cell, verification.notebook_failure.type) == (2, "ZeroDivisionError")
    assert (verification.pipeline_failure.step, verification.pipeline_failure.cell) == ("two", 2)
    assert [(one.step, one.name) for one in verification.variables] == [("one", "rows")]


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("raise ValueError(object())", Outcome.NOTEBOOK_FAILS),
        ("raise ValueError(time.time_ns())", Outcome.NOTEBOOK_FAILS),
    ],
)
def test_messages_may_hold_what_chance_decides(source: str, outcome: Outcome, verify: Verify) -> None:
    assert verify(("imports", "import time"), ("step:one", source)).outcome is outcome


def test_a_step_that_fails_where_the_notebook_does_not(verify: Verify) -> None:
    verification = verify(*CELLS, change=without("use", Load, "values"))
    assert verification.outcome is Outcome.DIFFERENT
    assert verification.notebook_failure is None
    assert verification.pipeline_failure is not None
    failure = verification.pipeline_failure
    assert (failure.step, failure.cell, failure.type) == ("use", 6, "NameError")
    assert "values" in failure.message


def test_a_definition_left_out(verify: Verify) -> None:
    verification = verify(*CELLS, change=without("make", Define, "math"))
    assert verification.outcome is Outcome.DIFFERENT
    assert verification.pipeline_failure is not None
    assert verification.pipeline_failure.type == "NameError"


def test_a_notebook_that_fails_where_its_pipeline_does_not(verify: Verify) -> None:
    verification = verify(*FAILING, change=edit("two", "12 / row", "row"))
    assert verification.outcome is Outcome.DIFFERENT
    assert verification.notebook_failure is not None
    assert verification.pipeline_failure is None
