"""Runs on a Kubeflow server, started in a real Jupyter server over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.engines.kubeflow.server import KubeflowServer, serving
from tests.jupyter.server.jupyter_process import JupyterServer
from tests.jupyter.server.notebooks import code, document

NOTEBOOK = document(
    code("n: int = 3", "parameters"),
    code("x = n", ["step:load it"]),
    code("y = 1 / x", "step:train"),
)
LOG = """\
Traceback (most recent call last):
  File "<work.ipynb cell 3>", line 1, in <module>
    y = 1 / x
ZeroDivisionError: division by zero
"""


@pytest.fixture
def kubeflow() -> Iterator[KubeflowServer]:
    """A Kubeflow Pipelines server."""
    with serving() as found:
        yield found


def start(jupyter: JupyterServer, kubeflow: KubeflowServer, **facts: Any) -> dict[str, Any]:
    folder = jupyter.root / f"cluster-{kubeflow.port}"
    folder.mkdir()
    (folder / "kale.toml").write_text(f'[profiles.here]\nhost = "{kubeflow.host}"\n')
    request = {
        "path": f"{folder.name}/work.ipynb",
        "notebook": NOTEBOOK,
        "where": "kubeflow",
        "profile": "here",
        **facts,
    }
    answer = jupyter.ask("runs", request)
    assert answer.status == 200, answer.body
    run: dict[str, Any] = answer.json
    return run


def test_a_run_to_its_end(jupyter: JupyterServer, kubeflow: KubeflowServer) -> None:
    kubeflow.logs = {"train": 'hello\nkale: metrics {"loss": 0.5}\n'}
    run = start(jupyter, kubeflow, parameters={"n": 7}, experiment="Trials")
    assert (run["where"], run["status"], run["name"]) == ("kubeflow", "running", "work")
    assert run["link"].startswith(f"{kubeflow.host}/#/runs/details/")
    ended = jupyter.run_to_end(run)
    assert (ended["status"], ended["metrics"], ended["failure"]) == ("succeeded", {"loss": 0.5}, None)
    assert [(s["name"], s["status"], s["seconds"], s["cell"], s["has_report"]) for s in ended["steps"]] == [
        ("load it", "succeeded", 90.0, "c2", False),
        ("train", "succeeded", 90.0, "c3", False),
    ]
    assert jupyter.ask(f"runs/{run['id']}/steps/train/log").json["text"].startswith("hello\n")
    assert jupyter.ask(f"runs/{run['id']}/steps/train/report").status == 404
    [there] = kubeflow.runs.values()
    assert there.runtime_config.parameters == {"n": 7}
    assert [each.display_name for each in kubeflow.experiments.values()] == ["Trials"]
    looks = kubeflow.count("GET .*/runs/")
    time.sleep(2.5)
    assert kubeflow.count("GET .*/runs/") == looks


def test_a_report_is_fetched_from_where_the_server_keeps_it(jupyter: JupyterServer, kubeflow: KubeflowServer) -> None:
    uri = "minio://mlpipeline/v2/artifacts/work/r1/train/report"
    kubeflow.logs = {"train": f"hello\nkale: report {uri}\n"}
    kubeflow.stored = {uri: "<!doctype html><title>train</title>"}
    notebook = document(code("x = 3", "step:load"), code("y = 1 / x", "step:train report:enabled"))
    run = start(jupyter, kubeflow, notebook=notebook)
    assert [step["has_report"] for step in run["steps"]] == [False, False]
    ended = jupyter.run_to_end(run)
    assert [step["has_report"] for step in ended["steps"]] == [False, True]
    page = jupyter.ask(f"runs/{run['id']}/steps/train/report")
    assert (page.status, page.body) == (200, b"<!doctype html><title>train</title>")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    kubeflow.stored.clear()
    gone = jupyter.ask(f"runs/{run['id']}/steps/train/report")
    assert gone.status == 404
    assert uri in gone.json["message"]


def test_a_failure_leads_to_the_line(jupyter: JupyterServer, kubeflow: KubeflowServer) -> None:
    kubeflow.failing, kubeflow.logs = {"train": "Error (exit code 1)"}, {"train": LOG}
    ended = jupyter.run_to_end(start(jupyter, kubeflow))
    assert ended["status"] == "failed"
    assert ended["failure"] == {
        "message": "ZeroDivisionError: division by zero",
        "step": "train",
        "cell": "c3",
        "cell_number": 3,
        "line": 1,
        "source_line": "y = 1 / x",
    }


def test_a_failure_without_a_log_leads_to_the_step(jupyter: JupyterServer, kubeflow: KubeflowServer) -> None:
    kubeflow.failing = {"load-it": "OOMKilled (exit code 137)"}
    failure = jupyter.run_to_end(start(jupyter, kubeflow))["failure"]
    assert "OOMKilled" in failure["message"]
    assert (failure["step"], failure["cell"], failure["line"]) == ("load it", "c2", None)


def test_cancelling(jupyter: JupyterServer, kubeflow: KubeflowServer) -> None:
    kubeflow.looks_until_end = 1000
    run = start(jupyter, kubeflow)
    assert jupyter.ask(f"runs/{run['id']}/cancel", {}).json["status"] == "cancelling"
    ended = jupyter.run_to_end(run)
    assert (ended["status"], ended["failure"]) == ("cancelled", None)
    assert kubeflow.count("POST .*:terminate") == 1


def test_a_server_that_refuses(jupyter: JupyterServer, kubeflow: KubeflowServer) -> None:
    folder = jupyter.root / "refused"
    folder.mkdir()
    (folder / "kale.toml").write_text(f'host = "{kubeflow.host}"\n')
    kubeflow.fail("POST .*/runs", status=403, times=9)
    request = {"path": "refused/work.ipynb", "notebook": NOTEBOOK, "where": "kubeflow"}
    answer = jupyter.ask("runs", request)
    assert (answer.status, set(answer.json)) == (502, {"message", "help", "problems"})


def test_a_run_that_the_server_does_not_know_any_more_is_lost(jupyter: JupyterServer, kubeflow: KubeflowServer) -> None:
    kubeflow.looks_until_end = 1000
    run = start(jupyter, kubeflow)
    with kubeflow.lock:
        kubeflow.runs.clear()
    ended = jupyter.run_to_end(run)
    assert ended["status"] == "lost"
    assert ended["failure"]["message"]
    assert ended["link"] == run["link"]
