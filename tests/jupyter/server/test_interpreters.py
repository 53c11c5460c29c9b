"""Which Python runs the steps of a run on this machine, by how kernels are started."""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path

import pytest
from tests.jupyter.server.jupyter_process import JupyterServer
from tests.jupyter.server.notebooks import code, document
from tests.wheels import make_python, make_wheel

from kale.jupyter.server.interpreters import Kernel, interpreter_of

CONNECTION = ("-f", "{connection_file}")
posix = pytest.mark.skipif(os.name != "posix", reason="programs are scripts here")


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with a package that no other one has."""
    folder = tmp_path_factory.mktemp("analysis")
    package = make_wheel(folder, "only-there", "1.0", {"only_there.py": "VALUE = 7\n"})
    return make_python(folder / "environment", package, pip=False)


def program(folder: Path, text: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("name", ["python", "python3", sys.executable])
@pytest.mark.parametrize("start", [("-m", "ipykernel_launcher"), ("-Xfrozen_modules=off", "-m", "ipykernel")])
def test_a_kernel_in_the_environment_of_the_server(name: str, start: tuple[str, ...]) -> None:
    found = interpreter_of(Kernel("Here", (name, *start, *CONNECTION)))
    assert (found.path, found.version) == (sys.executable, platform.python_version())
    assert (found.kernel, found.fault) == ("Here", None)


def test_a_kernel_in_an_environment_of_its_own(analysis: Path) -> None:
    found = interpreter_of(Kernel("Analysis", (str(analysis), "-m", "ipykernel_launcher", *CONNECTION)))
    assert (found.path, found.version) == (str(analysis), platform.python_version())
    assert (found.kernel, found.fault) == ("Analysis", None)


UNCLEAR: list[tuple[str, ...]] = [
    (),
    ("R", "--slave", "-e", "IRkernel::main()"),
    ("docker", "run", "image", "python", "-m", "ipykernel_launcher"),
    ("bash", "-c", "source activate x && python -m ipykernel_launcher"),
    (sys.executable, "-m", "nb_conda_kernels.runner", "/opt/conda", "/opt/conda/envs/x", "python"),
    (sys.executable, "-m"),
    (sys.executable, "launcher.py"),
]


@pytest.mark.parametrize("command", UNCLEAR, ids=[" ".join(command[:3]) for command in UNCLEAR])
def test_a_command_that_does_not_tell_its_python(command: tuple[str, ...]) -> None:
    found = interpreter_of(Kernel("Odd", command))
    assert (found.path, found.kernel) == (sys.executable, None)
    assert found.fault == "how the kernel 'Odd' is started does not tell which Python it runs in"


@posix
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("echo 3.8.20", "is Python 3.8.20; steps need 3.9 or later"),
        ("echo conda 24", "does not start"),
        ("exit 1", "does not start"),
    ],
)
def test_a_python_that_runs_no_steps(tmp_path: Path, text: str, fault: str) -> None:
    found = interpreter_of(Kernel("Old", (program(tmp_path, text), "-m", "ipykernel_launcher")))
    assert (found.path, found.kernel) == (sys.executable, None)
    assert fault in str(found.fault)


def test_a_python_that_is_gone(tmp_path: Path) -> None:
    found = interpreter_of(Kernel("Gone", (str(tmp_path / "bin" / "python"), "-m", "ipykernel_launcher")))
    assert (found.path, found.kernel) == (sys.executable, None)
    assert str(tmp_path) in str(found.fault)


def test_variables_refer_to_those_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROOT", "/data")
    kernel = Kernel("Here", (), {"PLACE": "${ROOT}/x", "PRICE": "$5", "OTHER": "$NOBODY"})
    assert kernel.environment == {"PLACE": "/data/x", "PRICE": "$5", "OTHER": "$NOBODY"}


def add_kernel(jupyter: JupyterServer, name: str, text: str) -> None:
    folder = jupyter.root.parent / "data" / "kernels" / name
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(text)


def test_steps_run_in_the_environment_of_the_kernel(jupyter: JupyterServer, analysis: Path) -> None:
    spec = {
        "argv": [str(analysis), "-m", "ipykernel_launcher", *CONNECTION],
        "display_name": "Analysis",
        "language": "python",
        "env": {"SEASON": "autumn"},
    }
    add_kernel(jupyter, "analysis", json.dumps(spec))
    source = "import os, sys, only_there\nprint(sys.executable, os.environ['SEASON'])\nx = only_there.VALUE"
    cells = (code(source, "step:make"), code("print(x)", "step:tell"), code("print(x)", "pipeline-metrics"))
    asked = {
        "path": "analysis.ipynb",
        "notebook": document(*cells, kernelspec={"name": "analysis", "display_name": "Analysis", "language": "python"}),
    }
    found = jupyter.ask("interpreter", asked).json
    assert found == {"path": str(analysis), "version": platform.python_version(), "kernel": "Analysis", "fault": None}
    ended = jupyter.run_to_end(jupyter.ask("runs", {**asked, "where": "local"}).json)
    assert (ended["status"], ended["metrics"], ended["python"]) == ("succeeded", {"x": 7}, found)
    assert jupyter.ask(f"runs/{ended['id']}/steps/make/log").json["text"] == f"{analysis} autumn\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("unknown", None),
        ("no-json", "{"),
        ("no-command", '{"argv": 3, "display_name": "x", "language": "python"}'),
    ],
)
def test_a_kernel_that_the_server_does_not_have(jupyter: JupyterServer, name: str, text: str | None) -> None:
    if text is not None:
        add_kernel(jupyter, name, text)
    notebook = document(code("x = 1", "step:a"), kernelspec={"name": name, "language": "python"})
    found = jupyter.ask("interpreter", {"path": "elsewhere.ipynb", "notebook": notebook}).json
    assert found["kernel"] is None
    assert name in found["fault"]
    run = jupyter.ask("runs", {"path": "elsewhere.ipynb", "notebook": notebook, "where": "local"}).json
    assert jupyter.run_to_end(run)["status"] == "succeeded"


@pytest.mark.parametrize("metadata", [{}, {"kernelspec": 3}, {"kernelspec": {"name": [1]}}])
def test_a_notebook_that_names_no_kernel_has_the_one_that_jupyter_would_start(
    jupyter: JupyterServer, metadata: dict[str, object]
) -> None:
    found = jupyter.ask("interpreter", {"path": "bare.ipynb", "notebook": document(code(), **metadata)}).json
    assert found["fault"] is None
    assert found["kernel"]
