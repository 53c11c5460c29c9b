"""``kale check`` as a user calls it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

WriteNotebook = Callable[..., Path]
CallKale = Callable[..., Any]

STAR = ("step:a", "from math import *\nprint(pi)")
GOOD = ("step:a", "print(1)")
BAD = ("step:a", "print(x)")


def kale(*arguments: object, folder: Path, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kale", "check", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, check=False)


TEXT = """\
a.ipynb:cell 2:1:1: error[K005 unknown-previous-step] [*]: 'prev:laod' names a step that does not exist; did you mean 'load'?
  = help: the steps are 'load', 'count'
  = fix: write 'prev:load' instead of 'prev:laod'

a.ipynb:cell 2:2:13: error[K104 undefined-name]: nothing in the notebook binds 'row'
  |
2 | \tprint('数', row)
  | \t            ^^^
  |
  = help: did you mean 'rows'?

Found 2 errors in 1 notebook.
[*] 1 can be fixed with --fix.
"""  # noqa: E501 - as it is printed


def test_text(call: CallKale, write_notebook: WriteNotebook) -> None:
    source = "if True:\n\tprint('数', row)"
    write_notebook(("step:load", "rows = [1]"), ("step:count prev:laod", source), name="a.ipynb")
    done = call("check", "a.ipynb")
    assert (done.code, done.out, done.err) == (1, TEXT, "")


@pytest.mark.parametrize(
    ("cells", "arguments", "code"),
    [
        ([GOOD], [], 0),
        ([STAR], [], 1),
        ([BAD], [], 1),
        ([STAR], ["--ignore", "K501"], 0),
        ([STAR], ["--ignore", "K5"], 0),
        ([STAR], ["--ignore", "star-import,K104"], 0),
        ([STAR], ["--select", "K1"], 0),
        ([STAR], ["--select", "K501", "--ignore", "K5"], 1),
        ([STAR], ["--select", "K5", "--ignore", "K501"], 0),
        ([STAR], ["--select", "K501", "--ignore", "K501"], 0),
        ([BAD, STAR], ["--select", "K5", "--format", "json"], 1),
        ([STAR], ["--select", "K999"], 2),
        ([STAR], ["--ignore", "star-imprt"], 2),
        ([STAR], ["--format", "yaml"], 2),
        ([STAR], ["--watch", "--format", "json"], 2),
        ([STAR], ["missing.ipynb"], 2),
    ],
)
def test_exit_codes(
    call: CallKale, write_notebook: WriteNotebook, cells: list[tuple[str, str]], arguments: list[str], code: int
) -> None:
    path = write_notebook(*cells)
    done = call("check", path, *arguments)
    assert done.code == code
    assert "Traceback" not in done.out + done.err


def test_a_note_is_no_failure(call: CallKale, write_notebook: WriteNotebook) -> None:
    done = call("check", write_notebook(("step:a", "import math\nprint(math.pi)"), ("step:b", "print(math.e)")))
    assert done.code == 0
    assert "Found 1 note in 1 notebook." in done.out


def test_folders_and_settings(call: CallKale, write_notebook: WriteNotebook, tmp_path: Path) -> None:
    for folder in ("work", "work/.hidden", "work/.ipynb_checkpoints", "work/old", "venv"):
        (tmp_path / folder).mkdir()
        write_notebook(BAD, name=f"{folder}/n.ipynb")
    (tmp_path / "venv" / "pyvenv.cfg").touch()
    write_notebook(STAR, name="work/star.ipynb")
    settings = '[tool.kale]\nignore = ["star-import"]\nexclude = ["old"]\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    document = json.loads(call("check", ".", "--format", "json").out)
    assert [(entry["path"], len(entry["diagnostics"])) for entry in document["notebooks"]] == [
        ("work/n.ipynb", 1),
        ("work/star.ipynb", 0),
    ]
    settings = '[tool.kale.per-file-ignores]\n"work/n*" = ["K1"]\n"star.ipynb" = ["K5"]\n'
    (tmp_path / "work" / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert kale("work/n.ipynb", "work/star.ipynb", folder=tmp_path).returncode == 1
    settings = settings.replace("work/n*", "n*")
    (tmp_path / "work" / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert kale("work/n.ipynb", "work/star.ipynb", folder=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("[tool.kale]\nselct = []", "did you mean 'select'?"),
        ("[tool.kale]\nignore = 'K501'", "'ignore' is not right"),
        ("[tool.kale]\nignore = ['K901']", "there is no rule 'K901'"),
        ("[tool]\nkale = 3", "[tool.kale] is not a table"),
        ("[tool.kale", "the settings cannot be read"),
    ],
)
def test_bad_settings(write_notebook: WriteNotebook, tmp_path: Path, settings: str, words: str) -> None:
    write_notebook(GOOD)
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    done = kale(".", folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_folder_without_notebooks(call: CallKale, tmp_path: Path) -> None:
    done = call("check", tmp_path)
    assert done.code == 2
    assert "there is no notebook in this folder" in done.err


def test_unreadable_files_do_not_hide_the_others(call: CallKale, write_notebook: WriteNotebook, tmp_path: Path) -> None:
    write_notebook(BAD, name="b.ipynb")
    (tmp_path / "a.ipynb").write_text('{"cells": [', encoding="utf-8")
    done = call("check", ".")
    assert done.code == 2
    assert "a.ipynb: the file is not a notebook" in done.err
    assert "K104" in done.out
    document = json.loads(call("check", ".", "--format", "json").out)
    assert [entry["error"] and entry["error"]["type"] for entry in document["notebooks"]] == ["NotebookError", None]
    assert document["succeeded"] is False


def test_standard_input(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    content = write_notebook(("stpe:a", "print(1)")).read_bytes()
    done = kale("-", folder=tmp_path, given=content)
    assert done.returncode == 1
    assert done.stdout.startswith(b"-:cell 1:1:1: error[K002 mistyped-tag]")
    fixed = kale("-", "--fix", folder=tmp_path, given=content)
    assert fixed.returncode == 0
    assert fixed.stdout == content.replace(b"stpe:a", b"step:a")
    assert b"Fixed 1 problem." in fixed.stderr


def test_fixing_writes_the_file_once(call: CallKale, write_notebook: WriteNotebook) -> None:
    path = write_notebook(("stpe:a", "x = 1"), ("step:b prev:x out:y", "print(x)  # kale: ignore[K501]"))
    before = path.read_bytes()
    done = call("check", path, "--fix")
    assert done.code == 1
    assert "Fixed 3 problems. Found 1 error in 1 notebook." in done.out
    after = before.replace(b"stpe:a", b"step:a").replace(b', "out:y"', b"").replace(b"  # kale: ignore[K501]", b"")
    assert path.read_bytes() == after
    stamp = path.stat().st_mtime_ns
    assert call("check", path, "--fix").code == 1
    assert path.stat().st_mtime_ns == stamp


def test_many_notebooks_in_parallel_come_in_order(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    for number in range(20):
        write_notebook(("step:a", f"print(name_{number:02})"), name=f"n{number:02}.ipynb")
    (tmp_path / "n07.ipynb").write_bytes(b"\xff")
    done = kale(".", "--format", "json", folder=tmp_path)
    document = json.loads(done.stdout)
    assert done.returncode == 2
    found = [entry["diagnostics"][0]["message"][-8:-1] for entry in document["notebooks"] if entry["diagnostics"]]
    assert found == [f"name_{number:02}" for number in range(20) if number != 7]


@pytest.mark.skipif(not hasattr(signal, "SIGINT"), reason="needs signals")
def test_watching(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(BAD)
    command = [sys.executable, "-u", "-m", "kale", "check", "--watch", str(path)]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with ended_at_last(process):
        assert process.stdout is not None
        assert any("K104" in line for line in iter(process.stdout.readline, ""))
        write_notebook(GOOD, ("step:b", "print(2)"))
        assert any("No problems found" in line for line in iter(process.stdout.readline, ""))
        assert any("Watching" in line for line in iter(process.stdout.readline, ""))
        process.send_signal(signal.SIGINT)
        process.communicate()
        assert process.returncode == 0


@contextlib.contextmanager
def ended_at_last(process: subprocess.Popen[str]) -> Iterator[None]:
    """End a process on leaving, and also when nothing has come of it for so long that nothing will."""
    watchdog = threading.Timer(300, process.kill)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


LOADED = """
import sys
sys.argv = ["kale", "check", sys.argv[1]]
from kale.cli import main
try:
    main()
except SystemExit:
    pass
print(*sys.modules)
"""
HEAVY = (
    *("kfp", "google", "libcst", "nbformat", "jsonschema", "jupytext", "rich", "IPython", "dill", "yaml", "packaging"),
    *("tomllib", "tomli", "concurrent.futures", "logging", "asyncio"),
    *("kale.emit", "kale.engines", "kale.drawing", "kale.dsl", "kale.api", "kale.checking.pages", "kale.verification"),
    *("kale.analysis.declared_types", "kale.analysis.bound_names", "kale.pipeline.explanation"),
)


def test_check_loads_little(write_notebook: WriteNotebook) -> None:
    first = ("step:a", "import pandas as pd\n\n\nclass Rows:\n    pass\n\n\nrows = pd.DataFrame()")
    path = write_notebook(STAR, first, ("step:b", "print(rows.describe(), Rows)"))
    done = subprocess.run([sys.executable, "-c", LOADED, str(path)], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()
    assert "kale.checking" in loaded
    assert [name for name in loaded if f"{name}.".startswith(tuple(f"{heavy}." for heavy in HEAVY))] == []


def test_a_secret_is_not_shown(call: CallKale, write_notebook: WriteNotebook) -> None:
    path = write_notebook(("step:a", "from math import *; api_key = 'q8Zr1mV0tLs7'\nprint(pi, api_key)"))
    for form in ("text", "json", "sarif", "github"):
        done = call("check", path, "--format", form)
        assert "q8Zr1mV0tLs7" not in done.out + done.err
        assert "K512" in done.out
    assert "api_key = **************" in call("check", path).out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions stop")
def test_an_unreadable_file(call: CallKale, write_notebook: WriteNotebook) -> None:
    path = write_notebook(GOOD)
    path.chmod(0)
    done = call("check", path)
    assert done.code == 2
    assert "the file cannot be read" in done.err


BRANCHING = """\
from kale.dsl import pipeline, step


@step
def count() -> int:
    return 3


@pipeline
def branching() -> None:
    rows = count()
    if rows > 2:
        count()


@pipeline
def straight() -> None:
    count()
"""


def test_a_pipeline_function(call: CallKale, tmp_path: Path) -> None:
    (tmp_path / "checked_functions.py").write_text(BRANCHING, encoding="utf-8")
    done = call("check", "checked_functions.py:branching")
    head, *excerpt = done.out.splitlines()[:4]
    assert done.code == 1
    assert head.startswith("checked_functions.py:12:5: error[K401 branch-on-placeholder]: this compares it")
    assert excerpt == ["   |", "12 |     if rows > 2:", "   |     ^^^^^^^^^^^^"]
    assert "line=12,col=5" in call("check", "checked_functions.py:branching", "--format", "github").out
    found = json.loads(call("check", "checked_functions.py:branching", "--format", "json").out)
    assert [(d["code"], d["span"]["cell"], d["span"]["line"]) for d in found["notebooks"][0]["diagnostics"]] == [
        ("K401", 0, 12)
    ]
    log = json.loads(call("check", "checked_functions.py:branching", "--format", "sarif").out)
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 12
    assert call("check", "checked_functions.py:branching", "--ignore", "K4").code == 0
    assert call("check", "checked_functions.py:straight").code == 0
    missing = call("check", "checked_functions.py:strait")
    assert (missing.code, "did you mean 'straight'?" in missing.err) == (2, True)
