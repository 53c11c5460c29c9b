"""The commands that talk to a server, against one on this machine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import CallKale
from tests.engines.kubeflow.server import KubeflowServer

import kale
from kale.clusters import package_from
from kale.dsl import find_pipeline
from kale.engines.kubeflow import ClusterRun
from kale.errors import ConfigurationError, NotebookError, NotebookNotFoundError, OptionError

TRACEBACK = """Traceback (most recent call last):
  File "<work.ipynb cell 3>", line 1, in <module>
    print(1 / total)
ZeroDivisionError: division by zero
"""


def test_upload(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    first, second = call("upload", notebook), call("upload", notebook)
    assert (first.code, first.err) == (0, "")
    (version,) = server.versions.values()
    assert first.out.splitlines()[0] == f"pipeline work, version {version.display_name}: uploaded"
    assert second.out.splitlines()[0] == f"pipeline work, version {version.display_name}: was there already"
    document = json.loads(call("upload", notebook, "--json").out)
    assert (document["succeeded"], document["new"]) == (True, False)
    assert document["version_id"] == version.pipeline_version_id


@pytest.mark.parametrize("command", [("upload",), ("submit",), ("schedule", "--every", "1h")])
def test_a_pipeline_that_finds_its_program_in_the_image(
    command: tuple[str, ...], call: CallKale, server: KubeflowServer, notebook: Path
) -> None:
    verb, *options = command
    done = call(verb, notebook, *options, "--runtime", "image", "--image", "team/kale:1", "--name", "Other")
    assert (done.code, done.err) == (0, "")
    (version,) = server.versions.values()
    document = version.pipeline_spec.get("pipeline_spec", version.pipeline_spec)
    executors = document["deploymentSpec"]["executors"].values()
    assert {tuple(each["container"]["command"]) for each in executors} == {("python3", "-m", "kale.runtime")}
    assert {each["container"]["image"] for each in executors} == {"team/kale:1"}


def test_submit(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    done = call("submit", notebook, "-p", "epochs=5", "--run-name", "mine")
    (run,) = server.runs.values()
    assert (done.code, done.err) == (0, "")
    assert done.out == f"run {run.run_id}: {server.host}/#/runs/details/{run.run_id}\n"
    assert (run.display_name, run.runtime_config.parameters) == ("mine", {"epochs": 5})
    assert [each.display_name for each in server.experiments.values()] == ["Trials"]


def test_a_time_limit_without_waiting_is_refused(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    done = call("submit", notebook, "--timeout", "5")
    assert done.code == 2
    assert "add --wait" in done.err
    assert server.runs == {}


def test_submit_and_wait(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    server.logs = {"fit": 'kale: metrics {"loss": 0.25}\n'}
    done = call("submit", notebook, "--wait")
    assert (done.code, done.err) == (0, "")
    run_id = next(iter(server.runs))
    assert done.out.splitlines() == [
        f"run {run_id}: {server.host}/#/runs/details/{run_id}",
        "load: running",
        "load: succeeded after 1 min 30 s",
        "fit: succeeded after 1 min 30 s",
        "",
        "STEP  STATE      TIME",
        "load  succeeded  1 min 30 s",
        "fit   succeeded  1 min 30 s",
        "",
        "METRIC  VALUE",
        "loss    0.25",
        "",
        f"run    {run_id}",
        "state  succeeded",
        f"link   {server.host}/#/runs/details/{run_id}",
    ]


def test_a_failed_run_shows_the_notebook(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    server.failing, server.logs = {"fit": "Error (exit code 1)"}, {"fit": f"I0101 launcher\n{TRACEBACK}"}
    done = call("submit", notebook, "--wait")
    assert done.code == 1
    assert "fit: failed after" in done.out
    assert done.err == (
        "\nerror: step 'fit' failed in work.ipynb, cell 3, line 1:\n"
        "      print(1 / total)\n  ZeroDivisionError: division by zero\n"
    )
    run_id = next(iter(server.runs))
    shown = call("runs", "show", run_id, "--json")
    document = json.loads(shown.out)
    assert (shown.code, document["succeeded"], document["state"]) == (1, False, "failed")
    assert [step["state"] for step in document["steps"]] == ["succeeded", "failed"]
    assert (document["steps"][1]["error"]["cell"], document["steps"][1]["error"]["line"]) == (3, 1)


def test_a_wait_that_ends_before_the_run(
    call: CallKale, server: KubeflowServer, notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.looks_until_end = 10**9
    late = call("submit", notebook, "--wait", "--timeout", "0")
    (run_id,) = server.runs
    again = f"to wait for the run again: kale runs show {run_id} --wait\n"
    assert (late.code, "has not ended after 0 seconds" in late.err, late.err.endswith(again)) == (1, True, True)
    with monkeypatch.context() as patched:
        patched.setattr(ClusterRun, "wait", interrupt)
        left = call("runs", "show", run_id, "--wait")
    assert (left.code, left.err) == (130, f"\nthe run goes on; to wait for it again: kale runs show {run_id} --wait\n")
    server.fail("GET .*/runs/", status=403)
    lost = call("submit", notebook, "--wait")
    assert (lost.code, "does not allow it (403)" in lost.err) == (2, True)
    assert lost.err.endswith(f"to wait for the run again: kale runs show {[*server.runs][1]} --wait\n")
    server.looks_until_end = 0
    taken_up = call("runs", "show", run_id, "--wait")
    assert (taken_up.code, "state  succeeded" in taken_up.out) == (0, True)
    assert len(server.runs) == 2


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_run_whose_metrics_cannot_be_had_has_ended_all_the_same(
    call: CallKale, server: KubeflowServer, notebook: Path
) -> None:
    server.fail("GET .*/artifact_tasks", status=400, times=10)
    done = call("submit", notebook, "--wait")
    assert (done.code, "state  succeeded" in done.out) == (0, True)
    assert "note: the metrics cannot be had: " in done.err


def test_a_run_that_has_ended_is_shown_at_once(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    call("submit", notebook, "--wait")
    (run_id,) = server.runs
    shown = call("runs", "show", run_id, "--wait")
    assert (shown.code, shown.out.splitlines()[0]) == (0, "STEP  STATE      TIME")


def test_json_stands_alone_on_standard_output(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    for arguments in (["submit", notebook, "--json"], ["submit", notebook, "--wait", "--json"]):
        done = call(*arguments)
        document = json.loads(done.out)
        assert (done.code, document["url"].startswith(server.host)) == (0, True)
    assert json.loads(call("runs", "list", "--json").out)["runs"][0]["succeeded"] is True


def test_a_compiled_pipeline(call: CallKale, server: KubeflowServer, notebook: Path, tmp_path: Path) -> None:
    call("compile", notebook, "-o", tmp_path / "work.yaml")
    call("upload", notebook)
    done = call("submit", tmp_path / "work.yaml", "-p", "epochs=4", "--experiment", "Mine", "--wait")
    assert (done.code, done.err) == (0, "")
    assert (len(server.versions), len(server.runs)) == (1, 1)
    (run,) = server.runs.values()
    assert run.runtime_config.parameters == {"epochs": 4}
    wrong = call("submit", tmp_path / "work.yaml", "-p", "epoch=4")
    assert (wrong.code, wrong.err) == (2, "error: there is no parameter 'epoch'; did you mean 'epochs'?\n")
    renamed = call("submit", tmp_path / "work.yaml", "--name", "other")
    assert (renamed.code, "is compiled: its name" in renamed.err) == (2, True)


def test_runs(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    call("submit", notebook, "--run-name", "one")
    call("submit", notebook, "--run-name", "two", "--experiment", "Other")
    listed = call("runs")
    assert [line.split()[1:3] for line in listed.out.splitlines()] == [
        ["NAME", "STATE"], ["two", "pending"], ["one", "pending"],
    ]  # fmt: skip
    assert len(call("runs", "list", "--experiment", "Trials").out.splitlines()) == 2
    assert len(call("runs", "--limit", "1").out.splitlines()) == 2
    run_id = next(iter(server.runs))
    server.looks_until_end = 10
    assert "fit   running" in call("runs", "show", run_id).out
    server.looks_until_end = 1
    assert call("runs", "terminate", run_id).out.startswith(f"run {run_id} is being ended: ")
    ended = call("runs", "show", run_id)
    assert (ended.code, "was canceled" in ended.err) == (1, True)
    again = call("runs", "retry", run_id, "--wait")
    assert (again.code, again.out.startswith(f"run {run_id} goes on: ")) == (0, True)
    server.logs = {"load": "hello\n"}
    assert call("runs", "logs", run_id, "load").out == "hello\n"
    missing = call("runs", "logs", run_id, "nothing")
    assert (missing.code, "no step 'nothing'" in missing.err) == (1, True)
    unknown = call("runs", "show", "nonsense")
    assert (unknown.code, unknown.err) == (2, "error: there is no run 'nonsense'\n")


def test_schedules(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    made = call("schedule", notebook, "--every", "2h", "-p", "epochs=4")
    assert (made.code, made.out) == (0, "schedule 'work every 2h': every 2h\n")
    (schedule,) = server.schedules.values()
    assert schedule.runtime_config.parameters == {"epochs": 4}
    assert call("schedule", "pause", "work every 2h").out == "schedule 'work every 2h': paused\n"
    listed = call("schedule", "list")
    assert re.fullmatch(r"work every 2h  every 2h  paused  \S+", listed.out.splitlines()[1])
    assert json.loads(call("schedule", "list", "--json").out)["schedules"][0]["enabled"] is False
    assert call("schedule", "resume", "work every 2h").code == 0
    assert call("schedule", "delete", "work every 2h").out == "schedule 'work every 2h': deleted\n"
    assert not server.schedules
    for arguments, problem in (
        (["--cron", "61 * * * *"], "'61' is no minute"),
        ([], "either a cron expression or an interval"),
        (["--every", "never"], "'never' is not an interval"),
    ):
        bad = call("schedule", notebook, *arguments)
        assert (bad.code, problem in bad.err) == (2, True)
    assert not server.schedules


def test_bad_input_reaches_no_server(call: CallKale, server: KubeflowServer, notebook: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("a: [", encoding="utf-8")
    for arguments in (
        ["submit", notebook, "-p", "epochs=many"],
        ["submit", notebook, "-p", "epoch=1"],
        ["submit", tmp_path / "missing.ipynb"],
        ["upload", tmp_path / "missing.yaml"],
        ["upload", tmp_path / "odd.yaml"],
        ["upload", notebook, "--image", "Not An Image"],
    ):
        done = call(*arguments)
        assert (done.code, done.out) == (2, "")
        assert "error" in done.err
        assert "Traceback" not in done.err
    assert not server.asked


def test_no_server(call: CallKale, notebook: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KALE_HOST", raising=False)
    monkeypatch.delenv("KF_PIPELINES_ENDPOINT", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    done = call("submit", notebook, "--json")
    assert (done.code, "no server is named; set host with --host" in done.err) == (2, True)
    assert json.loads(done.out)["error"]["type"] == "ConfigurationError"


def test_an_error_names_the_setting_and_its_source(
    call: CallKale, server: KubeflowServer, notebook: Path, tmp_path: Path
) -> None:
    server.tokens, server.multi_user = {"good"}, True
    secret = {"KALE_TOKEN": "bad-and-secret"}
    stranger = call("upload", notebook, environment=secret)
    assert (stranger.code, "(token comes from KALE_TOKEN)" in stranger.err) == (2, True)
    assert "bad-and-secret" not in stranger.err + stranger.out
    (tmp_path / "kale.toml").write_text('namespace = "theirs"\n')
    forbidden = call("submit", notebook, environment={"KALE_TOKEN": "good"})
    source = f"namespace comes from {tmp_path / 'kale.toml'}, token comes from KALE_TOKEN"
    assert (forbidden.code, source in forbidden.err) == (2, True)
    (tmp_path / "kale.toml").unlink()
    nowhere = call("submit", notebook, environment={"KALE_TOKEN": "good"})
    assert "name yours with --namespace, KALE_NAMESPACE or in kale.toml" in nowhere.err
    file = call("submit", notebook, environment={"KALE_TOKEN_FILE": str(tmp_path / "missing")})
    assert file.err.endswith("missing: No such file or directory (token_file comes from KALE_TOKEN_FILE)\n")
    assert not server.runs


def test_from_python(server: KubeflowServer, notebook: Path, tmp_path: Path) -> None:
    (tmp_path / "kale.toml").write_text('experiment = "Filed"\n')
    uploaded = kale.upload_notebook(notebook)
    assert (uploaded.name, uploaded.new) == ("work", True)
    run = kale.submit_notebook(notebook, parameters={"epochs": 8}, experiment="Mine", run_name="from Python")
    assert run.wait().state == "succeeded"
    pipeline = kale.load_notebook(notebook)
    with kale.open_cluster(host=server.host) as cluster:
        assert kale.upload_notebook(pipeline, cluster=cluster).version_id == uploaded.version_id
        compiled = kale.compile_notebook(notebook)
        second = kale.submit_notebook(compiled, cluster=cluster)
        assert second.record().pipeline_id == uploaded.pipeline_id
        assert pipeline.upload(cluster=cluster).version_id == uploaded.version_id
        third = pipeline.submit({"epochs": 4}, experiment="Mine", run_name="from a pipeline", cluster=cluster)
        assert third.record().pipeline_id == uploaded.pipeline_id
    assert pipeline.upload().version_id == uploaded.version_id
    assert server.runs[third.run_id].runtime_config.parameters == {"epochs": 4}
    with pytest.raises(ConfigurationError):
        kale.open_cluster(host="nonsense")


def test_from_a_pipeline_function(server: KubeflowServer, tmp_path: Path) -> None:
    (tmp_path / "submitted.py").write_text(
        "from kale.dsl import pipeline, step\n@step\ndef make(n: int) -> int:\n    return n\n"
        "@pipeline\ndef main(n: int = 3):\n    make(n)\n",
        encoding="utf-8",
    )
    main = find_pipeline(f"{tmp_path / 'submitted.py'}:main")
    uploaded = main.upload()
    assert (uploaded.name, uploaded.new) == ("main", True)
    run = main.submit({"n": 5}, run_name="from a function")
    assert run.wait().state == "succeeded"
    (found,) = server.runs.values()
    assert (found.display_name, found.runtime_config.parameters) == ("from a function", {"n": 5})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "one document or two"),
        ("[1]", "one document or two"),
        ("a: 1\n---\nb: 2\n---\nc: 3\n", "one document or two"),
        ("a: 1", 'no field named "a"'),
        ("pipelineInfo: {name: x}", "has no name, or no root"),
        ("root: {}", "has no name, or no root"),
        ("a: [", "is not YAML"),
        ("a: !!python/object/apply:os.getcwd []", "is not YAML"),
    ],
)
def test_files_that_are_no_pipelines(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError, match=problem):
        package_from(path)


def test_what_is_compiled_stays_as_it_is(notebook: Path, tmp_path: Path) -> None:
    compiled = kale.compile_notebook(notebook, tmp_path / "work.yaml")
    for source in (compiled, tmp_path / "work.yaml"):
        for setting in ({"name": "x"}, {"image": "x"}, {"runtime": "image"}):
            with pytest.raises(OptionError, match="is compiled"):
                package_from(source, **setting)


def test_a_pipeline_takes_a_name_and_an_image(notebook: Path) -> None:
    pipeline = kale.load_notebook(notebook)
    package = package_from(pipeline, name="Other", image="team/python:1", runtime="image")
    assert (package.name, package.title) == ("other", "Other")
    assert package.yaml == kale.compile_notebook(notebook, name="Other", image="team/python:1", runtime="image").yaml
    assert package_from(pipeline).yaml == kale.compile_notebook(notebook).yaml


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotebookNotFoundError, match="there is no file"):
        package_from(tmp_path / "missing.yaml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotebookError, match="cannot read"):
        package_from(tmp_path / "bytes.yml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(NotebookError, match="cannot read"):
        package_from(tmp_path / "folder.yaml")
