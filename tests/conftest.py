"""Options of the test run as a whole."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does; figures live in ``benchmarks/``.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("kale", deadline=None)
hypothesis.settings.load_profile("kale")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing them")
    parser.addoption("--update-screenshots", action="store_true", help="write the pictures in docs/images anew")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
