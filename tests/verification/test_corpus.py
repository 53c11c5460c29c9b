"""Notebooks of the equivalence corpus, each with an oddity of its own, raise no false alarm.

Each of them is compared by its own observations elsewhere. ``KALE_VERIFY_CORPUS=1`` takes all of them, otherwise a few.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Final

import pytest
from tests.equivalence.case import Case, read_case
from tests.equivalence.forking import SETTINGS
from tests.equivalence.truth import write_files

from kale import verify_notebook
from kale.verification import Outcome

CORPUS: Final = Path(__file__).parents[1] / "equivalence" / "corpus"
EVERY: Final = 1 if os.environ.get("KALE_VERIFY_CORPUS") else 60
CASES: Final = [case for case in map(read_case, sorted(CORPUS.glob("*/*.txt"))) if case.expectation.outcome == "equal"]


@pytest.mark.parametrize("case", CASES[::EVERY], ids=lambda case: case.name)
def test_no_false_alarm(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.version_info < case.python:
        pytest.skip("needs a newer Python")
    for name, value in (SETTINGS | {"KALE_OBS": str(tmp_path / "log"), "PYTHONPATH": str(case.recorder)}).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "home").mkdir()
    write_files(case, tmp_path / "home")
    path = tmp_path / "home" / "case.ipynb"
    path.write_text(json.dumps(case.notebook), encoding="utf-8")
    verification = verify_notebook(path, root=tmp_path / "runs")
    expected = Outcome.NOTEBOOK_FAILS if case.raises else Outcome.EQUAL
    assert verification.outcome is expected, (verification.differences, verification.pipeline_failure)
