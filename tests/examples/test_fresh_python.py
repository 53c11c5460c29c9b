"""Every example runs where there is nothing but Python and what each step needs, without an index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.containers import bare_environment, run_containers
from tests.wheels import make_python

from kale import compile_notebook
from kale.emit import CompiledPipeline
from kale.pipeline.names import to_resource_name

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
    """Python and pip, and nothing else."""
    return make_python(tmp_path_factory.mktemp("python") / "venv")


@pytest.fixture(scope="module")
def shelf(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Each package in a folder of its own, by name, so that a Python can be given some of them and not the others."""
    folder = tmp_path_factory.mktemp("shelf")
    found: dict[str, Path] = {}
    for wheel in wheels.glob("*.whl"):
        name = str(canonicalize_name(wheel.name.partition("-")[0]))
        found[name] = folder / name
        shutil.unpack_archive(wheel, found[name], "zip")
    return found


@pytest.mark.parametrize("name", [example.stem for example in EXAMPLES])
def test_example_runs_in_a_fresh_python(
    name: str,
    *,
    compiled: dict[str, CompiledPipeline],
    wheels: Path,
    shelf: Mapping[str, Path],
    python: Path,
    tmp_path: Path,
) -> None:
    steps = {to_resource_name(step.name): step for step in compiled[name].pipeline.steps}
    (tmp_path / "tmp").mkdir()

    def environment(task: str) -> Mapping[str, str]:
        needed = with_requirements((package.requirement for package in steps[task].packages), shelf)
        path = os.pathsep.join(str(shelf[package]) for package in sorted(needed))
        more = {"PYTHONPATH": path, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "TMPDIR": str(tmp_path / "tmp")}
        return bare_environment(**more)

    done = run_containers(compiled[name], tmp_path, python, environment)
    assert [step.code for step in done] == [0] * len(steps), "\n".join(step.err for step in done)
    own = {package.requirement for step in steps.values() for package in step.packages}
    # What a step imports is there; what its values need besides, it sees to by itself.
    installed = [line for step in done for line in step.err.splitlines() if line.startswith("kale: installing ")]
    assert {line.removeprefix("kale: installing ") for line in installed} <= own


def with_requirements(requirements: Iterable[str], shelf: Mapping[str, Path]) -> set[str]:
    """Give the names of packages and of all that they require."""
    found: set[str] = set()
    pending = [Requirement(text) for text in requirements]
    while pending:
        requirement = pending.pop()
        name = str(canonicalize_name(requirement.name))
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if applies and name not in found:
            found.add(name)
            (package,) = metadata.distributions(path=[str(shelf[name])])
            pending += [Requirement(text) for text in package.requires or ()]
    return found
