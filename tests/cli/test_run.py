"""``kale run`` shows what happens, ends in a table, and tells failure by its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


WriteNotebook = Callable[..., Path]
Call = Callable[..., Outcome]

CELLS = (
    ("pipeline-parameters", "count = 3"),
    ("step:make", "values = list(range(count))\nprint('made', count)"),
    ("step:total prev:make", "total = sum(values)\nprint('total', total)"),
    ("pipeline-metrics", "print(total)"),
)
BROKEN = (
    ("step:make", "rows = [3, 0]"),
    ("step:divide prev:make", "for row in rows:\n    print(12 / row)"),
    ("step:after prev:divide", "print('never')"),
)


def test_progress_output_and_table(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    outcome = call("run", write_notebook(*CELLS), "-p", "count=4")
    lines = outcome.out.splitlines()
    assert (outcome.code, outcome.err) == (0, "")
    assert lines[0] == "make: started"
    assert "[make] made 4" in lines
    assert "[total] total 6" in lines
    assert [line.split()[:2] for line in lines if " succeeded " in line and "  " in line] == [
        ["make", "succeeded"],
        ["total", "succeeded"],
    ]
    assert "STEP   STATE      TIME    OUTPUTS" in lines
    assert any(line.startswith("make ") and "values (" in line for line in lines)
    assert "total   6" in lines
    written = dict(line.split() for line in lines[-3:])
    assert list(written) == ["pipeline", "outputs", "logs"]
    assert all((tmp_path / path).exists() for path in written.values())
    assert written["pipeline"].startswith("kale-runs/")


def test_quiet_shows_only_the_result(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("run", write_notebook(*CELLS), "--quiet")
    assert outcome.code == 0
    assert "made" not in outcome.out
    assert "started" not in outcome.out
    assert outcome.out.strip().startswith("STEP ")


def test_json_is_all_of_standard_output(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    outcome = call("run", write_notebook(*CELLS), "--json", "--root", "elsewhere")
    document = json.loads(outcome.out)
    assert "[total] total 3" in outcome.err
    assert document["succeeded"] is True
    assert [step["name"] for step in document["steps"]] == ["make", "total"]
    assert document["steps"][0]["outputs"][0]["variables"] == {"values": "builtins.list"}
    assert document["steps"][1]["metrics"] == {"total": 3.0}
    assert Path(document["yaml"]).is_relative_to(tmp_path / "elsewhere")
    assert Path(document["steps"][0]["outputs"][0]["path"]).exists()


def test_a_failing_step_shows_the_notebooks_traceback(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("run", write_notebook(*BROKEN), "--quiet")
    assert outcome.code == 1
    states = {line.split()[0]: line.split("  ")[1:] for line in outcome.out.splitlines() if line}
    assert "succeeded" in states["make"][0] + states["make"][1]
    assert "error: step 'divide' failed in work.ipynb, cell 2, line 2" in outcome.err
    assert "Traceback (most recent call last):" in outcome.err
    assert "print(12 / row)" in outcome.err
    assert outcome.err.rstrip().endswith("ZeroDivisionError: division by zero")
    assert "site-packages" not in outcome.err
    assert "never" not in outcome.out


def test_a_failing_step_in_json(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("run", write_notebook(*BROKEN), "--json")
    document = json.loads(outcome.out)
    assert outcome.code == 1
    assert document["succeeded"] is False
    assert [step["state"] for step in document["steps"]] == ["succeeded", "failed", "not-run"]
    error = document["steps"][1]["error"]
    assert (error["phase"], error["type"], error["cell"], error["line"]) == ("run", "ZeroDivisionError", 2, 2)


def test_loud_failures_do_not_repeat_the_traceback(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("run", write_notebook(*BROKEN))
    assert (outcome.out + outcome.err).count("Traceback (most recent call last):") == 1
    assert "ZeroDivisionError: division by zero" in outcome.err


REPORTING = (
    ("step:make report:enabled", "truth, guess = [0, 1, 1, 0], [0, 1, 0, 0]\ntruth"),
    ("", "pairs = [*zip(truth, guess)]\nconfusion = [[pairs.count((t, g)) for g in (0, 1)] for t in (0, 1)]"),
    ("pipeline-metrics", "print(f'right: {sum(t == g for t, g in pairs)}')\nconfusion"),
)


def test_charts_and_reports_are_named(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    lines = call("run", write_notebook(*REPORTING)).out.splitlines()
    assert "confusion  confusion matrix of 2 classes" in lines
    assert "sum((t == g for t, g in pairs))  3" in lines
    assert lines[-1].split() == ["reports", "kale-runs/work-1/reports"]
    page = (tmp_path / "kale-runs/work-1/reports/make.html").read_text("utf-8")
    assert "work.ipynb cell 3" in page
    assert "[[2, 0], [1, 1]]" in page


def test_charts_and_reports_in_json(write_notebook: WriteNotebook, call: Call) -> None:
    (step,) = json.loads(call("run", write_notebook(*REPORTING), "--json").out)["steps"]
    assert step["charts"]["confusion"]["confusionMatrix"]["rows"] == [{"row": [2, 0]}, {"row": [1, 1]}]
    assert Path(step["report"]).name == "make.html"


def test_a_value_that_cannot_cross_is_named(write_notebook: WriteNotebook, call: Call) -> None:
    notebook = write_notebook(("step:a", "one = 1\nbox = [(i for i in [])]"), ("step:b", "print(one)\nlist(box[0])"))
    outcome = call("run", notebook, "--quiet")
    assert "error: step 'a' failed in work.ipynb, cell 1, line 2" in outcome.err
    assert "'box', of type builtins.list, cannot be handed on" in outcome.err
    error = json.loads(call("run", notebook, "--json").out)["steps"][0]["error"]
    assert (error["variable"], error["cell"], error["line"]) == ("box", 1, 2)
    assert error["message"].endswith("'box' is made in cell 1, line 2 and used in cell 2, line 2")


@pytest.mark.parametrize(
    ("given", "words"),
    [("count=many", "takes an integer"), ("cuont=3", "did you mean 'count'?"), ("count", "NAME=VALUE")],
)
def test_a_bad_parameter_runs_nothing(
    write_notebook: WriteNotebook, call: Call, tmp_path: Path, given: str, words: str
) -> None:
    outcome = call("run", write_notebook(*CELLS), "-p", given)
    assert outcome.code == 2
    assert words in outcome.err
    assert not (tmp_path / "kale-runs").exists()


def test_a_bad_notebook_runs_nothing(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    outcome = call("run", write_notebook(("step:a", "x = 1"), ("step:b", "y = (")), "--json")
    assert outcome.code == 2
    assert json.loads(outcome.out)["diagnostics"][0]["span"]["cell"] == 2
    assert "Traceback" not in outcome.err
    assert not (tmp_path / "kale-runs").exists()


def test_a_root_that_cannot_be_made(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = call("run", write_notebook(*CELLS), "--root", "file/runs")
    assert outcome.code == 2
    assert "file/runs" in outcome.err
    assert "Traceback" not in outcome.err


def test_markup_and_escape_sequences_in_output(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("run", write_notebook(("step:a[b]", "print('[bold]x[/bold] {{y}} 100%')")))
    assert "[a[b]] [bold]x[/bold] {{y}} 100%" in outcome.out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_gets_a_drawn_table(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    import pty  # not there on every platform

    notebook = write_notebook(*CELLS, ("step:late", "print('[red]late[/red]')"))
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
    command = [sys.executable, "-m", "kale", "run", str(notebook)]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        screen = read_all(ours)
    os.close(ours)
    assert process.returncode == 0
    assert "┃" in screen
    assert "total 3" in screen
    assert "[red]late[/red]" in screen
    assert "make │ " in screen


def read_all(terminal: int) -> str:
    chunks = []
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    return b"".join(chunks).decode()
