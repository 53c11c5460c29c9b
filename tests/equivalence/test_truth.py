"""The corpus itself: every case runs as a notebook, observes something, and observes the same twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.equivalence.case import Case
from tests.equivalence.forking import SETTINGS, ForkServer
from tests.equivalence.observations import Observation, read_log
from tests.equivalence.truth import Truth, code_cells, run_truth, write_files


def test_the_notebook_runs_and_is_stable(case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    first, second = (run_truth(case, notebook_server, tmp_path / folder) for folder in ("one", "two"))
    kind = first.error and first.error.partition(":")[0]
    assert kind == case.raises, first.error
    assert _facts(first) == _facts(second)
    assert case.raises or _facts(first), "the notebook observes nothing"


def test_a_kernel_gives_the_same(kernel_case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    (tmp_path / "quick").mkdir()
    quick = run_truth(kernel_case, notebook_server, tmp_path / "quick")
    observed = _run_in_kernel(kernel_case, tmp_path)
    # The quick way has its observations by step, and the cells of a step may stand apart.
    assert sorted(o.fact for step in quick.steps for o in step) == sorted(o.fact for o in observed)


def _run_in_kernel(case: Case, folder: Path) -> tuple[Observation, ...]:
    directory, log = folder / "kernel", folder / "kernel.jsonl"
    directory.mkdir()
    write_files(case, directory)
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "execution_count": None, "outputs": []}
        for n, (_, source) in enumerate(code_cells(case.notebook))
    ]
    path = directory / "case.ipynb"
    path.write_text(json.dumps(case.notebook | {"cells": cells}), encoding="utf-8")
    environment = SETTINGS | {"KALE_OBS": str(log), "PYTHONPATH": str(case.recorder)}
    script = (
        "import nbclient, nbformat, sys\n"
        "notebook = nbformat.read(sys.argv[1], as_version=4)\n"
        "nbclient.NotebookClient(notebook, timeout=120, kernel_name='python3', allow_errors=True).execute()\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", script, str(path)]
    subprocess.run(command, check=True, cwd=directory, env=os.environ | environment)
    return read_log(log)


def _facts(truth: Truth) -> list[list[tuple[str, str, str]]]:
    return [[observation.fact for observation in step] for step in truth.steps]
