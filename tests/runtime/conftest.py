"""A bench for steps: as a module, and packed into a command."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.runtime.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Steps that run as ``python -m kale.runtime``."""
    return Bench(tmp_path)


@pytest.fixture
def packed_bench(tmp_path: Path) -> Bench:
    """Steps whose program travels in the command."""
    return Bench(tmp_path, packed=True)
