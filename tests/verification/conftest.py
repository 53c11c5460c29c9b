"""Fixtures of the verification's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.verification.verifications import Verify


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """Verify notebooks in an empty folder."""
    (tmp_path / "home").mkdir()
    return Verify(tmp_path / "home", tmp_path / "runs")
