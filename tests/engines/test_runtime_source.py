"""Steps whose program is in the image: ``python3 -m kale.runtime``."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kale import compile_notebook, run_notebook
from kale.engines.local import StepState
from kale.errors import OptionError


def notebook(*cells: tuple[str, str], **metadata: object) -> io.StringIO:
    code: dict[str, object] = {"cell_type": "code", "execution_count": None, "outputs": []}
    made = [
        {**code, "id": f"c{number}", "source": text, "metadata": {"tags": [tag]}}
        for number, (tag, text) in enumerate(cells)
    ]
    document = {"cells": made, "metadata": {"kale": metadata}, "nbformat": 4, "nbformat_minor": 5}
    return io.StringIO(json.dumps(document))


TWO = (("step:a", "x = [1]\nf = lambda: x"), ("step:b", "print(f() is x)"))


def test_steps_run_with_the_program_that_is_installed(tmp_path: Path) -> None:
    lines: list[str] = []
    run = run_notebook(notebook(*TWO), runtime="image", root=tmp_path, echo=lambda _, line: lines.append(line))
    assert [step.state for step in run.steps] == [StepState.SUCCEEDED] * 2
    assert lines == ["True"]


def test_the_notebook_may_ask_for_it_and_the_caller_may_not_want_it() -> None:
    asked = {"runtime": "image"}
    assert "- kale.runtime\n" in compile_notebook(notebook(*TWO, **asked)).yaml
    assert "- kale.runtime\n" not in compile_notebook(notebook(*TWO, **asked), runtime="packed").yaml
    with pytest.raises(OptionError, match="the option 'runtime' cannot be 'docker'"):
        compile_notebook(notebook(*TWO), runtime="docker")


def test_command_line(tmp_path: Path) -> None:
    (tmp_path / "two.ipynb").write_text(notebook(*TWO).getvalue(), "utf-8")
    command = [sys.executable, "-m", "kale", "compile", "two.ipynb", "--runtime", "image", "-o", "-"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count("- kale.runtime\n") == 2


def test_a_plan_of_another_version_is_refused() -> None:
    plan = json.dumps({"kale": 99, "step": "a", "sources": [], "plan": []})
    command = [sys.executable, "-m", "kale.runtime", plan, "{}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "the step's plan has form 99" in done.stderr
