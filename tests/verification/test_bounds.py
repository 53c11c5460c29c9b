"""What a verification costs is bounded, and what the bounds leave out is said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.verification.changes import edit
from tests.verification.describing import compared, differences
from tests.verification.verifications import Verify, found

from kale.verification import Status
from kale.verification.observer import blocks


def test_large_arrays_cost_little(verify: Verify) -> None:
    pytest.importorskip("numpy")
    cells = (
        ("imports", "import numpy as np"),
        ("step:one", "big = np.arange(8_000_000.0)"),
        *(("step:one", f"part{number} = big[{number}]") for number in range(10)),
        ("step:two prev:one", "again = big[:5]"),
    )
    started = time.monotonic()
    verification = verify(*cells, change=edit("two", "big[:5]", "big[:5] + 1"))
    took = time.monotonic() - started
    assert found(verification, "two", "big").status is Status.EQUAL
    difference = found(verification, "two", "again").difference
    assert difference == "again[0]: 0.0 in the notebook, 1.0 in the pipeline (5 of 5 elements differ)"
    # Three runs look at 64 MB twelve times each; that is 2.3 GB to digest, most of it known to the store already.
    assert took < 60


def test_a_difference_in_what_is_too_large_to_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numpy = pytest.importorskip("numpy")
    monkeypatch.setattr(blocks, "LARGEST_KEPT", 1000)
    one, other = numpy.zeros(1000), numpy.ones(1000)
    assert differences(one, other, tmp_path) == ["x: other elements | these; they are too many to say more"]
    assert differences(one, one.copy(), tmp_path) == []


def test_too_many_objects_are_not_called_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kale.verification.observer.graph.MOST_NODES", 100)
    result = compared([[number] for number in range(900)], [[number] for number in range(900)], tmp_path)
    assert result.differences == []
    assert len(result.unknown) > 800
