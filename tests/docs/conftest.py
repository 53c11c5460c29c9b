"""Where the documentation lies, and a place to try it out."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """An empty directory with the project's examples beside it, as the documentation assumes."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path
