"""What the corpus says of artifacts holds of a workspace too: the pipeline computes what the notebook computes."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

from tests.equivalence.case import Case
from tests.equivalence.conversion import run_conversion
from tests.equivalence.forking import ForkServer
from tests.equivalence.trial import try_case


def test_case(workspace_case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    try_case(_through_workspace(workspace_case), notebook_server, tmp_path, run_conversion)
    assert not list((tmp_path / "pipeline").glob("runs/*/outputs/*/*/*_and_*"))


def _through_workspace(case: Case) -> Case:
    notebook = copy.deepcopy(case.notebook)
    notebook.setdefault("metadata", {}).setdefault("kale", {})["transport"] = "workspace"
    return replace(case, notebook=notebook)
