"""Files reach the steps that read them, not only because steps share a folder on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.equivalence.case import Case
from tests.equivalence.conversion import run_in_containers
from tests.equivalence.forking import ForkServer
from tests.equivalence.time_limit import time_limit
from tests.equivalence.truth import run_truth
from tests.equivalence.verdict import problems

SECONDS: Final = 45


def test_case(separate_case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    if separate_case.files:
        pytest.skip("what stands beside the notebook is not in a container, unless the notebook includes it")
    for side in ("truth", "pipeline"):
        (tmp_path / side).mkdir()
    truth = run_truth(separate_case, notebook_server, tmp_path / "truth")
    with time_limit(SECONDS, separate_case.name):
        conversion = run_in_containers(separate_case, tmp_path / "pipeline", notebook_server)
    wrong = problems(separate_case, truth, conversion)
    if wrong:
        pytest.fail("\n".join((f"{separate_case.name}: {separate_case.note}", *wrong)), pytrace=False)
