"""The transports hand on the same values, of the same types, and share the same objects."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from kale.api import compile_notebook
from kale.engines.local import run_local
from kale.engines.records import LocalRun

CELLS = {
    "plain values": (
        ("step:a", "n, f, s, none = 3, 0.1 + 0.2, 'é🎉', None\nb = bytearray(b'\\x00\\xff')"),
        ("step:b", "print(repr((n, f, s, none, b)), type(b))"),
    ),
    "shared objects": (
        ("step:a", "inner = [1]\nouter = {'first': inner, 'second': inner}"),
        ("step:b", "inner.append(2)\nprint(outer, outer['first'] is inner)"),
    ),
    "arrays that overlap": (
        ("imports", "import numpy as np"),
        ("step:a", "x = np.arange(100_000.0)\ny = x[10:20]"),
        ("step:b", "y[0] = -1\nprint(x[10], x.dtype, x.sum(), y.base is not None)"),
    ),
    "frames": (
        ("imports", "import pandas as pd"),
        ("step:a", "df = pd.DataFrame({'a': [1, None, 3], 'b': pd.Categorical(['x', 'y', 'x'])})"),
        ("step:b", "print(df.dtypes.to_dict(), df.to_csv())"),
    ),
    "classes and functions": (
        (
            "functions",
            "class Point:\n    def __init__(self, x):\n        self.x = x\ndef twice(p):\n    return p.x * 2",
        ),
        ("step:a", "p = Point(4)\nscale = lambda v, k=3: v * k"),
        ("step:b", "print(twice(p), isinstance(p, Point), scale(2))"),
    ),
    "files": (
        ("step:a", "with open('table.csv', 'w') as file:\n    file.write('a,b')"),
        ("step:b", "with open('table.csv') as file:\n    print(file.read())"),
    ),
    "over several steps": (
        ("step:a", "x = [1]"),
        ("step:b", "x.append(2)\ny = len(x)"),
        ("step:c", "x.append(y)\nprint(x, y)"),
    ),
    "a variable that may be missing": (
        ("step:a", "flag = False\nif flag:\n    z = 1"),
        ("step:b", "print(flag, 'z' in globals())\nif flag:\n    print(z)"),
    ),
}


def run(cells: tuple[tuple[str, str], ...], folder: Path, **metadata: Any) -> tuple[LocalRun, list[str]]:
    """Run a notebook in a folder; give what became of it and what the steps printed."""
    document = {
        "cells": [
            {"cell_type": "code", "id": f"c{n}", "metadata": {"tags": tags.split()}, "source": text, "outputs": []}
            for n, (tags, text) in enumerate(cells)
        ],
        "metadata": {"kale": metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    lines: list[str] = []
    folder.mkdir()
    compiled = compile_notebook(io.StringIO(json.dumps(document)))
    found = run_local(compiled, root=folder, echo=lambda _, line: lines.append(line), working_directory=folder)
    found.raise_for_failure()
    return found, lines


@pytest.mark.parametrize("name", CELLS)
def test_both_transports_give_the_same(name: str, tmp_path: Path) -> None:
    _, by_artifacts = run(CELLS[name], tmp_path / "artifacts", transport="artifacts")
    kept, by_workspace = run(CELLS[name], tmp_path / "workspace", transport="workspace")
    assert by_workspace == by_artifacts
    assert by_workspace
    workspace = kept.directory / "workspace"
    assert all(artifact.path.is_relative_to(workspace) for artifact in kept.outputs.values())
    assert all(artifact.path.stat().st_size == artifact.size for artifact in kept.outputs.values())


@pytest.mark.parametrize("name", CELLS)
def test_a_claim_of_the_run_gives_the_same_as_the_platforms_volume(name: str, tmp_path: Path) -> None:
    _, by_platform = run(CELLS[name], tmp_path / "platform", transport="workspace")
    kept, by_claim = run(CELLS[name], tmp_path / "claim", transport="workspace", workspace={"provision": "claim"})
    assert by_claim == by_platform
    assert all(artifact.path.is_relative_to(kept.directory / "workspace") for artifact in kept.outputs.values())


def test_a_way_for_each_variable(tmp_path: Path) -> None:
    cells = (("step:a", "x = 1\ny = 'a'"), ("step:b", "print(x)"), ("step:c", "print(y)"))
    found, lines = run(cells, tmp_path / "run", transports={"x": "workspace"})
    assert lines == ["1", "a"]
    assert {name: artifact.path.parts[-4] for name, artifact in found.outputs.items()}["x"] == "workspace"
    assert "workspace" not in found.outputs["y"].path.parts


def test_large_values_are_not_copied(tmp_path: Path) -> None:
    cells = (
        ("imports", "import numpy as np"),
        ("step:a", "x = np.zeros(4_000_000)"),
        ("step:b", "print(type(x.base).__name__, x.flags.owndata, x.nbytes)"),
    )
    _, lines = run(cells, tmp_path / "run", transport="workspace")
    assert lines[0].endswith("False 32000000")


def test_a_value_that_cannot_leave_its_step(tmp_path: Path) -> None:
    cells = (("step:a", "import threading\nlock = [threading.Lock()][0]"), ("step:b", "print(lock)"))
    with pytest.raises(Exception, match="lock") as caught:
        run(cells, tmp_path / "run", transport="workspace")
    assert "Traceback" not in str(caught.value)
