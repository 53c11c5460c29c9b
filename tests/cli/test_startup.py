"""What a command loads before it can do its work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kale

WriteNotebook = Callable[..., Path]

PROGRAM = """
import sys
sys.argv = ["kale", *{arguments!r}]
from kale.cli import main
try:
    main()
except SystemExit as ending:
    if ending.code:
        raise
print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)
"""


def loaded(arguments: list[str], heavy: set[str]) -> tuple[str, str]:
    program = PROGRAM.format(arguments=arguments, heavy=heavy)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout, done.stderr.strip().splitlines()[-1]


def test_version_loads_next_to_nothing() -> None:
    out, modules = loaded(["--version"], {"kfp", "libcst", "nbformat", "pydantic", "rich", "yaml", "dill"})
    assert out == f"kale {kale.__version__}\n"
    assert modules == "[]"


@pytest.mark.parametrize("form", ["text", "mermaid", "svg", "json"])
def test_graph_loads_no_kfp(write_notebook: WriteNotebook, form: str) -> None:
    notebook = write_notebook(("step:a", "x = 1"), ("step:b", "print(x)"))
    _, modules = loaded(["graph", str(notebook), "--format", form], {"kfp", "rich", "dill", "google.protobuf"})
    assert modules == "[]"


def test_compile_loads_no_rich(write_notebook: WriteNotebook) -> None:
    notebook = write_notebook(("step:a", "x = 1"), ("step:b", "print(x)"))
    _, modules = loaded(["compile", str(notebook), "-o", "-"], {"rich", "rich.console", "IPython"})
    assert modules == "[]"


def test_help_names_every_command_and_loads_no_kfp() -> None:
    out, modules = loaded(["--help"], {"kfp", "kfp_server_api", "requests", "libcst", "dill"})
    for command in ("compile", "config", "graph", "run", "runs", "schedule", "submit", "upload"):
        assert f"\n  {command} " in out
    assert modules == "[]"


def test_an_unknown_command_is_refused() -> None:
    done = subprocess.run([sys.executable, "-m", "kale", "complie"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "No such command 'complie'" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_survives_a_terminal_without_unicode(write_notebook: WriteNotebook) -> None:
    notebook = write_notebook(("step:手順", "x = 1"), ("step:b", "print(x)"))
    command = [sys.executable, "-m", "kale", "graph", str(notebook)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert b"  (cell 1)" in done.stdout
    assert done.stderr == b""
