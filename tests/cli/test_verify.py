"""``kale verify`` shows what was compared, and tells a difference by its exit code."""

from __future__ import annotations

import json
import os
import re
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
    ("functions", "import math\ndef half(n):\n    return n / 2"),
    ("step:make", "values = [half(n) for n in range(count)]\nprint('made', count)"),
    ("step:total prev:make", "total = math.fsum(values)\nprint(total)"),
)
# On Kubeflow no step sees the folder of another; the name of the file is known only when the cell runs.
UNSEEN_FILE = (
    ("imports", "import os"),
    ("step:write", "name = '-'.join(['a', 'b'])\nwith open(name, 'w') as file:\n    file.write('1')"),
    ("step:read prev:write", "text = open(name).read()"),
)
# What is kept in a module under a name that is known only when the cell runs stays in its process.
OTHER_PROCESS = (
    ("imports", "import sys"),
    ("step:one", "key = '-'.join(['a', 'b'])\nsetattr(sys, key, 5)"),
    ("step:two prev:one", "limit = getattr(sys, key, 1)\nsame = 1"),
)


def test_an_equal_notebook(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    outcome = call("verify", write_notebook(*CELLS), "-p", "count=4")
    lines = outcome.out.splitlines()
    assert (outcome.code, outcome.err) == (0, "")
    assert lines[0] == "notebook: started"
    assert "[notebook] made 4" in lines
    assert "[make] made 4" in lines
    table = [line.split() for line in lines[lines.index("") + 1 :]]
    assert ["make", "3", "values", "list", "equal"] in table
    assert ["total", "4", "total", "float", "equal"] in table
    assert not [row for row in table if row[2:3] == ["half"]]
    assert "equal: the pipeline computes what the notebook computes" in lines
    assert "6 values compared: 6 equal" in lines
    assert (tmp_path / lines[-1].partition(": ")[2]).is_dir()


def test_a_difference(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("verify", write_notebook(*OTHER_PROCESS), "--quiet")
    assert outcome.code == 1
    assert "limit: 5 in the notebook, 1 in the pipeline" in outcome.out
    assert re.search(r"two +3 +limit +int +different +limit: 5 in", outcome.out)
    assert re.search(r"two +3 +same +int +equal\n", outcome.out)
    assert "different: the pipeline does not compute what the notebook computes" in outcome.out
    assert "started" not in outcome.out


def test_a_step_that_fails_alone(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("verify", write_notebook(*UNSEEN_FILE), "--quiet")
    assert outcome.code == 1
    assert "Step 'read' fails in cell 3, where the notebook does not: FileNotFoundError:" in outcome.err


def test_a_notebook_that_fails(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("verify", write_notebook(("step:one", "x = 1"), ("step:two", "1 / (x - 1)")), "--quiet")
    assert outcome.code == 1
    assert "The notebook fails in cell 2: ZeroDivisionError: division by zero" in outcome.err
    assert "not verified: the notebook does not run to its end" in outcome.out


def test_json_is_all_of_standard_output(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("verify", write_notebook(*OTHER_PROCESS), "--json", "--root", "elsewhere")
    document = json.loads(outcome.out)
    assert outcome.code == 1
    assert "notebook: started" in outcome.err
    assert "notebook again: succeeded" in outcome.err
    assert (document["version"], document["succeeded"], document["equal"]) == (1, False, False)
    assert (document["outcome"], document["runs"]) == ("different", 2)
    (limit,) = (variable for variable in document["variables"] if variable["name"] == "limit")
    assert limit == {
        "step": "two",
        "name": "limit",
        "cell": 3,
        "type": "int",
        "status": "different",
        "difference": "limit: 5 in the notebook, 1 in the pipeline",
        "remarks": [],
    }
    assert Path(document["directory"]).parent.name == "elsewhere"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (CELLS, "did you mean 'count'?"),
        ((("step:a", "x = ("),), "K101"),
        ((("step:a", "x = (n for n in [1])"), ("step:b", "list(x)")), "K106"),
    ],
)
def test_bad_input_runs_nothing(
    cells: tuple[tuple[str, str], ...], words: str, write_notebook: WriteNotebook, call: Call, tmp_path: Path
) -> None:
    outcome = call("verify", write_notebook(*cells), "-p", "cuont=3")
    assert outcome.code == 2
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert not (tmp_path / "kale-runs").exists()


def test_a_bad_notebook_in_json(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("verify", write_notebook(("step:a", "x = (")), "--json")
    assert outcome.code == 2
    assert json.loads(outcome.out)["diagnostics"][0]["span"]["cell"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_gets_a_drawn_table(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    import pty  # not there on every platform

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    command = [sys.executable, "-m", "kale", "verify", str(write_notebook(*OTHER_PROCESS))]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        screen = _read_all(ours)
    os.close(ours)
    assert process.returncode == 1
    assert "┃" in screen
    assert "different" in screen
    assert "4/4" in screen


def _read_all(terminal: int) -> str:
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


def test_a_pipeline_function(call: Call, tmp_path: Path) -> None:
    head = "import math\nfrom kale.dsl import pipeline, step\n"
    steps = "@step\ndef make(n: int) -> list:\n    return list(range(n))\n@step\ndef total(xs: list) -> float:\n"
    main = "@pipeline\ndef main(n: int = 3):\n    total(make(n))\n"
    (tmp_path / "verified_sums.py").write_text(f"{head}{steps}    return math.fsum(xs)\n{main}", encoding="utf-8")
    outcome = call("verify", "verified_sums.py:main", "-p", "n=4")
    assert outcome.code == 0, outcome.err
    assert "equal: the pipeline computes what the plain call computes" in outcome.out
    assert re.search(r"^total +total_output +float +equal$", outcome.out, re.MULTILINE), outcome.out
    explained = call("explain", "verified_sums.py:main", "make->total")
    assert (explained.code, "make" in explained.out) == (0, True)
    missing = call("verify", "verified_sums.py:mian")
    assert (missing.code, "did you mean 'main'" in missing.err) == (2, True)
