"""Every example runs where there is nothing but Python and what its steps install for themselves, without an index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.containers import bare_environment, run_containers
from tests.wheels import make_python

from kale import compile_notebook
from kale.emit import CompiledPipeline

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.ipynb"))


@pytest.fixture(scope="module")
def compiled() -> dict[str, CompiledPipeline]:
    return {example.stem: compile_notebook(example) for example in EXAMPLES}


@pytest.fixture(scope="module")
def wheels(compiled: dict[str, CompiledPipeline], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of all steps with what they require, fetched once."""
    folder = tmp_path_factory.mktemp("wheels")
    pipelines = [one.pipeline for one in compiled.values()]
    wanted = {package.requirement for pipeline in pipelines for step in pipeline.steps for package in step.packages}
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:", "--dest", str(folder)]
    done = subprocess.run([*command, *sorted(wanted)], capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        pytest.skip(f"no index can be reached from here: {done.stderr.strip().splitlines()[-1:]}")
    return folder


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python and pip; what a step installs for itself goes elsewhere, so that it stays as it is."""
    return make_python(tmp_path_factory.mktemp("python") / "venv")


@pytest.mark.parametrize("name", [example.stem for example in EXAMPLES])
def test_example_runs_in_a_fresh_python(
    name: str, compiled: dict[str, CompiledPipeline], wheels: Path, python: Path, tmp_path: Path
) -> None:
    (tmp_path / "tmp").mkdir()
    offline = bare_environment(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels), TMPDIR=str(tmp_path / "tmp"))
    done = run_containers(compiled[name], tmp_path, lambda _: python, offline)
    steps = compiled[name].pipeline.steps
    assert [step.code for step in done] == [0] * len(steps), "\n".join(step.err for step in done)
    installs = [step for step in done if "kale: installing" in step.err]
    assert len(installs) >= len([step for step in steps if step.packages])
    listed = subprocess.run(
        [str(python), "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    assert {line.partition("==")[0] for line in listed.stdout.split()} <= {"pip", "setuptools"}
