"""Runs on this machine, started in a real Jupyter server over HTTP."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.jupyter.server.jupyter_process import JupyterServer
from tests.jupyter.server.notebooks import code, document

GOOD = document(
    code("n: int = 3", "parameters"),
    code("import os\nprint('here', os.getcwd())\nx = [n, 2]", ["step:make it", "report:enabled"]),
    code("total = sum(x)\nprint(total, 'é')", "step:tell"),
    code("print(total)", "pipeline-metrics"),
)
BAD = document(
    code("x = 1", "step:make"),
    code("y = x\n\ny / 0", "step:fail", {"prev": "make"}),
    code("z = y", "step:after"),
)


def sleeper(marker: Path) -> dict[str, Any]:
    """Give a notebook with a step that notes the processes that it is made of, and takes very long."""
    source = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        f"open({str(marker)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "print('asleep', flush=True)\ntime.sleep(300)"
    )
    return document(code("x = 1", "step:make"), code(f"print(x)\n{source}", "step:sleep"), code("y = 1", "step:after"))


def start(jupyter: JupyterServer, notebook: dict[str, Any], path: str, **facts: Any) -> dict[str, Any]:
    answer = jupyter.ask("runs", {"path": path, "notebook": notebook, "where": "local", **facts})
    assert answer.status == 200, answer.body
    run: dict[str, Any] = answer.json
    return run


def written(marker: Path, seconds: float = 60.0) -> list[int]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        words = marker.read_text().split() if marker.exists() else []
        if len(words) == 2:
            return [int(word) for word in words]
        time.sleep(0.05)
    raise AssertionError("the step has not started")


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def gone(process: int, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = Path(f"/proc/{process}/stat")
        try:
            os.kill(process, 0)
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.smoke
def test_a_run_to_its_end(jupyter: JupyterServer) -> None:
    folder = jupyter.root / "good"
    folder.mkdir()
    run = start(jupyter, GOOD, "good/work.ipynb", parameters={"n": "40"})
    assert (run["status"], run["path"], run["name"], run["where"]) == ("running", "good/work.ipynb", "work", "local")
    assert [(step["name"], step["status"], step["cell"]) for step in run["steps"]] == [
        ("make it", "waiting", "c2"),
        ("tell", "waiting", "c3"),
    ]
    ended = jupyter.run_to_end(run)
    assert (ended["status"], ended["failure"], ended["metrics"]) == ("succeeded", None, {"total": 42})
    assert [(step["status"], step["has_report"]) for step in ended["steps"]] == [
        ("succeeded", True),
        ("succeeded", False),
    ]
    assert all(step["seconds"] > 0 for step in ended["steps"])
    assert jupyter.ask(f"runs/{run['id']}").json["seconds"] == ended["seconds"]
    assert run["id"] in [each["id"] for each in jupyter.ask("runs").json["runs"]]
    steps = f"runs/{run['id']}/steps"
    assert jupyter.ask(f"{steps}/tell/log").json == {"text": "42 é\n42\n", "truncated": False}
    assert jupyter.ask(f"{steps}/{quote('make it')}/log").json["text"] == f"here {folder.resolve()}\n"
    assert jupyter.ask(f"{steps}/tell/report").status == 404
    assert jupyter.ask(f"{steps}/nobody/log").status == 404
    assert (folder / "kale-runs" / "work-1" / "pipeline.yaml").is_file()


def test_a_report_can_do_nothing_but_be_looked_at(jupyter: JupyterServer) -> None:
    source = "from IPython.display import HTML\nHTML('<script>alert(1)</script>')"
    run = start(jupyter, document(code(source, "step:a report:enabled")), "report.ipynb")
    jupyter.run_to_end(run)
    page = jupyter.ask(f"runs/{run['id']}/steps/a/report")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'self'"} <= set(policy)
    assert not any("script-src" in part for part in policy)
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert b"<title>a</title>" in page.body


def test_a_failure_leads_to_the_line(jupyter: JupyterServer) -> None:
    ended = jupyter.run_to_end(start(jupyter, BAD, "bad.ipynb"))
    assert ended["status"] == "failed"
    assert ended["failure"] == {
        "message": "ZeroDivisionError: division by zero",
        "step": "fail",
        "cell": "c2",
        "cell_number": 2,
        "line": 3,
        "source_line": "y / 0",
    }
    assert [step["status"] for step in ended["steps"]] == ["succeeded", "failed", "skipped"]
    assert "ZeroDivisionError" in jupyter.ask(f"runs/{ended['id']}/steps/fail/log").json["text"]


def test_a_process_that_dies_is_a_failure(jupyter: JupyterServer) -> None:
    ended = jupyter.run_to_end(start(jupyter, document(code("import os\nos._exit(3)", "step:a")), "dies.ipynb"))
    assert (ended["status"], ended["failure"]["step"], ended["failure"]["cell"]) == ("failed", "a", "c1")
    assert "exit code 3" in ended["failure"]["message"]


def test_what_does_not_compile_is_refused_before_it_starts(jupyter: JupyterServer) -> None:
    notebook = document(code("big = 12345678901234567890", "parameters"), code("print(big)", "step:a"))
    before = jupyter.ask("runs").json
    found = jupyter.ask("runs", {"path": "large.ipynb", "notebook": notebook, "where": "local"})
    assert found.status == 422
    assert [problem["cell"] for problem in found.json["problems"] if problem["slug"] == "inexact-integer"] == ["c1"]
    assert jupyter.ask("runs").json == before


@pytest.mark.skipif(os.name != "posix", reason="asks for processes by their numbers")
def test_a_run_whose_process_is_killed_leaves_no_step_running(jupyter: JupyterServer, tmp_path: Path) -> None:
    run = start(jupyter, sleeper(tmp_path / "marker"), "killed.ipynb")
    step, _ = written(tmp_path / "marker")
    os.kill(parent_of(step), signal.SIGKILL)
    ended = jupyter.run_to_end(run)
    assert "ended with exit code -9" in ended["failure"]["message"]
    assert [step["status"] for step in ended["steps"]] == ["succeeded", "failed", "skipped"]
    os.killpg(step, signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="asks for processes by their numbers")
def test_cancelling_leaves_no_process(jupyter: JupyterServer, tmp_path: Path) -> None:
    run = start(jupyter, sleeper(tmp_path / "marker"), "sleeper.ipynb")
    processes = written(tmp_path / "marker")
    now = jupyter.ask(f"runs/{run['id']}").json
    assert [step["status"] for step in now["steps"]] == ["succeeded", "running", "waiting"]
    assert now["steps"][1]["seconds"] > 0
    assert jupyter.ask(f"runs/{run['id']}/steps/sleep/log").json["text"].endswith("asleep\n")
    cancelled = jupyter.ask(f"runs/{run['id']}/cancel", {}).json
    assert (cancelled["status"], cancelled["failure"]) == ("cancelled", None)
    assert [step["status"] for step in cancelled["steps"]] == ["succeeded", "skipped", "skipped"]
    assert all(gone(process) for process in processes)
    assert jupyter.ask(f"runs/{run['id']}/cancel", {}).json["status"] == "cancelled"


def test_a_run_can_be_cancelled_before_its_first_step(jupyter: JupyterServer) -> None:
    run = start(jupyter, GOOD, "early.ipynb")
    assert jupyter.ask(f"runs/{run['id']}/cancel", {}).json["status"] == "cancelled"


@pytest.mark.skipif(os.name != "posix", reason="asks for processes by their numbers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_server(tmp_path: Path, number: signal.Signals) -> None:
    server = JupyterServer(tmp_path / "home")
    try:
        server.wait()
        start(server, sleeper(tmp_path / "marker"), "sleeper.ipynb")
        processes = written(tmp_path / "marker")
        server.process.send_signal(number)
        server.process.wait(20)
        assert all(gone(process) for process in processes)
    finally:
        server.stop()


def test_runs_go_on_side_by_side(jupyter: JupyterServer) -> None:
    runs = [start(jupyter, GOOD, "twice.ipynb", parameters={"n": number}) for number in (1, 2)]
    assert [jupyter.run_to_end(run)["metrics"] for run in runs] == [{"total": 3}, {"total": 4}]
    assert [each["id"] for each in jupyter.ask("runs").json["runs"]][:2] == [run["id"] for run in reversed(runs)]
