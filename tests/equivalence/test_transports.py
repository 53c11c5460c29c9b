"""What the corpus says of artifacts holds of a workspace too: the pipeline computes what the notebook computes."""

from __future__ import annotations

import copy
from dataclasses import replace
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


def test_case(workspace_case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    for side in ("truth", "pipeline"):
        (tmp_path / side).mkdir()
    truth = run_truth(workspace_case, notebook_server, tmp_path / "truth")
    with time_limit(SECONDS, workspace_case.name):
        conversion = run_conversion(_through_workspace(workspace_case), tmp_path / "pipeline")
    wrong = problems(workspace_case, truth, conversion)
    if wrong:
        pytest.fail("\n".join((f"{workspace_case.name}: {workspace_case.note}", *wrong)), pytrace=False)
    assert not list((tmp_path / "pipeline").glob("runs/*/outputs/*/*/*_and_*"))


def _through_workspace(case: Case) -> Case:
    notebook = copy.deepcopy(case.notebook)
    notebook.setdefault("metadata", {}).setdefault("kale", {})["transport"] = "workspace"
    return replace(case, notebook=notebook)
