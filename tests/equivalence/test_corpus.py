"""Every case of the corpus: the pipeline computes what the notebook computes, or says why it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.equivalence.case import Case
from tests.equivalence.conversion import run_conversion
from tests.equivalence.forking import ForkServer
from tests.equivalence.time_limit import time_limit
from tests.equivalence.truth import run_truth
from tests.equivalence.verdict import problems

SECONDS: Final = 45


def test_case(case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    _check(case, notebook_server, tmp_path)


def test_sample(sample: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    _check(sample, notebook_server, tmp_path)


def _check(case: Case, server: ForkServer, folder: Path) -> None:
    for side in ("truth", "pipeline"):
        (folder / side).mkdir()
    truth = run_truth(case, server, folder / "truth")
    with time_limit(SECONDS, case.name):
        conversion = run_conversion(case, folder / "pipeline")
    wrong = problems(case, truth, conversion)
    if wrong:
        pytest.fail("\n".join((f"{case.name}: {case.note}", *wrong)), pytrace=False)
