"""The short road through everything, as a user walks it: marked ``smoke`` and run on every Python."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import kale

ROOT = Path(__file__).parents[2]
QUICKSTART = ROOT / "examples" / "quickstart.ipynb"

pytestmark = pytest.mark.smoke


def run_kale(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kale", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_version(tmp_path: Path) -> None:
    assert run_kale(tmp_path, "--version").stdout == f"kale {kale.__version__}\n"


def test_the_command_is_installed(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("kale")
    done = subprocess.run([command, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"kale {kale.__version__}\n"


def test_quickstart_compiles(tmp_path: Path) -> None:
    done = run_kale(tmp_path, "compile", QUICKSTART)
    assert (done.returncode, done.stderr) == (0, "")
    documents = list(yaml.safe_load_all((tmp_path / "quickstart.yaml").read_text(encoding="utf-8")))
    assert documents[0]["schemaVersion"] == "2.1.0"
    assert set(documents[0]["root"]["dag"]["tasks"]) == {"orders", "products", "weekdays", "plan"}


def test_quickstart_runs_and_computes_what_the_notebook_computes(tmp_path: Path) -> None:
    done = run_kale(tmp_path, "run", QUICKSTART, "-p", "days=10", "--json")
    assert done.returncode == 0, done.stderr
    metrics = {name: value for step in json.loads(done.stdout)["steps"] for name, value in step["metrics"].items()}
    notebook = json.loads(QUICKSTART.read_text(encoding="utf-8"))
    sources = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    program = "\n".join(sources).replace("days = 28", "days = 10")
    direct = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    *_, income, planned_income = direct.stdout.split()
    assert metrics == {"income": float(income), "planned_income": float(planned_income)}


def test_quickstart_is_drawn(tmp_path: Path) -> None:
    done = run_kale(tmp_path, "graph", QUICKSTART, "--format", "svg", "-o", "drawing.svg")
    assert done.returncode == 0
    assert "income_by_product" in (tmp_path / "drawing.svg").read_text(encoding="utf-8")


def test_a_failing_run(tmp_path: Path) -> None:
    source: dict[str, Any] = {"cell_type": "code", "id": "a", "execution_count": None, "outputs": []}
    cell = {**source, "metadata": {"tags": ["step:a"]}, "source": "x = 1\n1 / 0"}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "bad.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    done = run_kale(tmp_path, "run", "bad.ipynb")
    assert done.returncode == 1
    assert "step 'a' failed in bad.ipynb, cell 1, line 2" in done.stderr


def test_bad_input(tmp_path: Path) -> None:
    (tmp_path / "bad.ipynb").write_text("{}", encoding="utf-8")
    for notebook in ("bad.ipynb", "missing.ipynb"):
        done = run_kale(tmp_path, "compile", notebook)
        assert done.returncode == 2
        assert notebook in done.stderr
        assert "Traceback" not in done.stderr
