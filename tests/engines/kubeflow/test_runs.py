"""Runs that are waited for, explained, measured, ended and tried again, and schedules, over real HTTP."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.engines.kubeflow.conftest import Connect, two_steps
from tests.engines.kubeflow.server import NOW, KubeflowServer

from kale.emit import compile_pipeline
from kale.engines.kubeflow import Package, RunRecord, RunState, package_of
from kale.engines.kubeflow.run_logs import error_in, metrics_in
from kale.engines.kubeflow.schedules import trigger_of
from kale.errors import ConfigurationError, KaleError, NotFoundOnServerError, RunError, ServerError

TRACEBACK = """\
Traceback (most recent call last):
  File "<work.ipynb cell 3>", line 2, in <module>
    total = divide(x)
  File "<work.ipynb cell 1>", line 5, in divide
    return x / 0
ZeroDivisionError: division by zero
"""
LOG = f"I0301 12:00:00 1 launcher.go:100] starting\n[0, 1]\n{TRACEBACK}F0301 12:00:09 1 main.go:49] exit status 1\n"


def test_a_run_is_waited_for(connect: Connect, server: KubeflowServer, package: Package) -> None:
    seen: list[RunRecord] = []
    run = connect().submit(package, name="mine")
    ended = run.wait(on_change=seen.append)
    assert (ended.name, ended.state) == ("mine", RunState.SUCCEEDED)
    assert [(step.name, step.task, step.state) for step in ended.steps] == [
        ("Load data", "load-data", RunState.SUCCEEDED),
        ("train", "train", RunState.SUCCEEDED),
    ]
    assert [[step.state.value for step in record.steps] for record in seen] == [
        ["running", "pending"],
        ["succeeded", "running"],
        ["succeeded", "succeeded"],
    ]
    assert all(step.duration == 90.0 for step in ended.steps)
    assert server.count("POST .*/runs$") == 1


@pytest.mark.parametrize("skew", [datetime.timedelta(days=-400), datetime.timedelta(), datetime.timedelta(days=400)])
def test_durations_go_by_the_servers_clock(
    connect: Connect, server: KubeflowServer, package: Package, skew: datetime.timedelta
) -> None:
    server.clock_skew = skew
    record = connect().submit(package).record()
    running = record.steps[0]
    expected = (datetime.timedelta(minutes=10) + skew - datetime.timedelta(seconds=300)).total_seconds()
    assert (running.state, running.started) == (RunState.RUNNING, NOW + datetime.timedelta(seconds=300))
    assert running.duration == max(expected, 0.0)


def test_a_wait_survives_a_server_that_is_away(
    connect: Connect, server: KubeflowServer, package: Package, pauses: list[float]
) -> None:
    run = connect(patience=1).submit(package)
    server.fail("GET .*/runs/", status=503, times=20)
    server.fail("GET .*/runs/", "reset", times=5)
    server.fail("GET .*/runs/", "cut", times=5)
    assert run.wait().state is RunState.SUCCEEDED
    assert sum(pauses) > 100
    assert max(pauses) <= 10


def test_a_wait_for_a_server_that_stays_away_ends(connect: Connect, server: KubeflowServer, package: Package) -> None:
    run = connect().submit(package)
    server.fail("GET .*/runs/", status=503, times=10_000)
    with pytest.raises(ServerError, match="failed \\(503"):
        run.wait(outage=60)


def test_a_token_that_expires_during_a_wait(
    connect: Connect, server: KubeflowServer, package: Package, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("old")
    server.tokens = {"old"}
    run = connect(token_file=file).submit(package)

    def replace(_: RunRecord) -> None:
        server.tokens = {"new"}
        file.write_text("new")

    assert run.wait(on_change=replace).state is RunState.SUCCEEDED


def test_a_wait_that_takes_too_long(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.looks_until_end = 10**9
    run = connect().submit(package)
    with pytest.raises(RunError, match=f"has not ended after 0 seconds; it goes on: .*/runs/details/{run.run_id}"):
        run.wait(timeout=0)


def test_a_wait_is_taken_up_again(connect: Connect, server: KubeflowServer, package: Package) -> None:
    run_id = connect().submit(package).run_id
    again = connect().run(run_id)
    assert [step.name for step in again.wait().steps] == ["Load data", "train"]
    assert server.count("POST .*/runs$") == 1


def test_a_failure_is_shown_with_its_place_in_the_notebook(
    connect: Connect, server: KubeflowServer, package: Package
) -> None:
    server.failing, server.logs = {"train": "Error (exit code 1)"}, {"train": LOG}
    run = connect().submit(package)
    record = run.explained(run.wait())
    assert (record.state, [step.name for step in record.failures]) == (RunState.FAILED, ["train"])
    error = record.failures[0].error
    assert error is not None
    assert (error.notebook, error.cell, error.line, error.source_line) == ("work.ipynb", 1, 5, "return x / 0")
    assert (error.type, error.message, error.traceback) == ("ZeroDivisionError", "division by zero", TRACEBACK)
    with pytest.raises(RunError) as caught:
        run.raise_for_failure()
    assert str(caught.value) == (
        "step 'train' failed in work.ipynb, cell 1, line 5:\n      return x / 0\n  ZeroDivisionError: division by zero"
    )


def test_a_failure_without_a_log(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.failing = {"load-data": "OOMKilled (exit code 137)"}
    run = connect().submit(package)
    record = run.explained(run.wait())
    assert [step.state for step in record.steps] == [RunState.FAILED, RunState.NOT_RUN]
    with pytest.raises(RunError, match="step 'Load data' failed:\n  Failed: OOMKilled"):
        run.raise_for_failure()


def test_logs(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.logs = {"load-data": "hello\nworld\n"}
    run = connect().submit(package)
    run.wait()
    assert run.log("Load data") == run.log("load-data") == "hello\nworld\n"
    with pytest.raises(NotFoundOnServerError, match="no log of step 'train'; its pod may be gone"):
        run.log("train")
    with pytest.raises(RunError, match="no step 'other'; it has 'Load data', 'train'"):
        run.log("other")


@pytest.mark.parametrize("shown_later", [False, True])
def test_the_logs_of_pods_with_labels_and_annotations(
    connect: Connect, server: KubeflowServer, shown_later: bool
) -> None:
    labelled = two_steps().with_step("train", labels={"team": "ml", "kind": "x"}, annotations={"a.org/b": "c"})
    plain = labelled.with_step("Load data", labels={})
    server.logs = {"load-data": "loaded\n", "train": 'kale: metrics {"loss": 0.5}\n'}
    run = connect().submit(package_of(compile_pipeline(plain)))
    run.wait()
    found = connect().run(run.run_id) if shown_later else run
    assert (found.log("Load data"), found.metrics()) == ("loaded\n", {"loss": 0.5})


REPORT = "minio://mlpipeline/v2/artifacts/work/r1/train/report"


@pytest.mark.parametrize("multi_user", [False, True])
def test_reports(connect: Connect, server: KubeflowServer, package: Package, *, multi_user: bool) -> None:
    server.multi_user = multi_user
    server.logs = {"train": f"kale: report minio://old/one\n1\nkale: report {REPORT}\n"}
    server.stored = {REPORT: "<!doctype html><title>é</title>"}
    run = connect(**({"namespace": "team"} if multi_user else {})).submit(package)
    run.wait()
    assert run.report("train") == "<!doctype html><title>é</title>"


@pytest.mark.parametrize(
    ("log", "message"),
    [
        ("hello\n", "the log of step 'train' names no report"),
        (
            "kale: report minio://mlpipeline/gone\n",
            "is at minio://mlpipeline/gone, but the server does not hand it out",
        ),
        ("kale: report /tmp/report\n", "is at /tmp/report, where it cannot be fetched from"),
        ("kale: report file:///etc/passwd\n", "is at file:///etc/passwd, where it cannot be fetched from"),
    ],
)
def test_a_report_that_cannot_be_had(
    connect: Connect, server: KubeflowServer, package: Package, log: str, message: str
) -> None:
    server.logs = {"train": log}
    run = connect().submit(package)
    run.wait()
    with pytest.raises(NotFoundOnServerError, match=message):
        run.report("train")
    assert server.count("GET .*/artifacts/get$") <= 5


def test_a_server_without_its_user_interface_hands_out_no_report(
    connect: Connect, server: KubeflowServer, package: Package
) -> None:
    server.logs = {"train": f"kale: report {REPORT}\n"}
    server.fail("GET .*/artifacts/get$", kind="html")
    run = connect().submit(package)
    run.wait()
    with pytest.raises(NotFoundOnServerError, match="does not hand it out"):
        run.report("train")


def test_metrics_from_logs(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.logs = {"train": 'kale: metrics {"loss": 0.5}\n0.9\nkale: metrics {"loss": 0.5, "accuracy": 0.9}\n'}
    run = connect().submit(package)
    run.wait()
    assert run.metrics() == {"loss": 0.5, "accuracy": 0.9}
    assert run.outputs == {}


def test_artifacts_from_servers_that_list_them(connect: Connect, server: KubeflowServer, package: Package) -> None:
    run = connect().submit(package)
    run.wait()
    server.artifacts = [
        {
            "run_id": run.run_id,
            "artifact_id": "1",
            "type": "Artifact",
            "uri": "s3://b/x",
            "metadata": {"display_name": "x", "kale_bytes": 12, "kale_variables": '{"x": "builtins.int"}'},
        },
        {"run_id": run.run_id, "artifact_id": "2", "type": "Metric", "name": "loss", "number_value": 0.25},
        {"run_id": run.run_id, "artifact_id": "3", "artifact_type": "system.Metrics", "metadata": {"accuracy": 0.5}},
        {"run_id": "other", "artifact_id": "4", "type": "Metric", "name": "loss", "number_value": 9.0},
    ]
    assert run.metrics() == {"loss": 0.25, "accuracy": 0.5}
    (artifact,) = run.outputs.values()
    assert (artifact.name, artifact.uri, dict(artifact.variables)) == ("x", "s3://b/x", {"x": "builtins.int"})
    server.artifacts = [{"run_id": run.run_id, "metadata": ["odd"]}]
    with pytest.raises(ServerError, match="in a form that is not known here"):
        run.metrics()


def test_a_run_is_ended(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.looks_until_end = 10**9
    run = connect().submit(package)
    run.terminate()
    assert run.wait().state is RunState.CANCELED
    with pytest.raises(RunError, match="was canceled"):
        run.raise_for_failure()


def test_a_run_is_tried_again(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.failing = {"train": "Error"}
    run = connect().submit(package)
    assert run.wait().state is RunState.FAILED
    run.retry()
    assert run.wait().state is RunState.SUCCEEDED
    with pytest.raises(ServerError, match="must be Failed/Error to retry"):
        run.retry()


def test_schedules(connect: Connect, server: KubeflowServer, package: Package) -> None:
    cluster = connect()
    made = cluster.schedule(package, {"epochs": 7}, every="2h")
    assert (made.name, made.when, made.enabled) == ("Work every 2h", "every 2h", True)
    (found,) = server.schedules.values()
    assert found.runtime_config.parameters == {"epochs": 7}
    assert (found.max_concurrency, found.no_catchup) == ("1", True)
    nightly = cluster.schedule(package, cron="30 2 * * MON-FRI", name="nightly", catch_up=True)
    assert (nightly.when, server.schedules[nightly.schedule_id].no_catchup) == ("cron 0 30 2 * * MON-FRI", False)
    assert [each.name for each in cluster.schedules()] == ["nightly", "Work every 2h"]
    cluster.pause_schedule("nightly")
    assert [each.enabled for each in cluster.schedules()] == [False, True]
    cluster.resume_schedule(nightly.schedule_id)
    assert all(each.enabled for each in cluster.schedules())
    cluster.delete_schedule("nightly")
    assert [each.name for each in cluster.schedules()] == ["Work every 2h"]
    with pytest.raises(NotFoundOnServerError, match="no schedule 'Work every 3h'; did you mean 'Work every 2h'"):
        cluster.pause_schedule("Work every 3h")
    with pytest.raises(ConfigurationError, match="there is a schedule 'Work every 2h' already"):
        cluster.schedule(package, every="2h")
    assert (len(server.schedules), len(server.runs), len(server.versions)) == (1, 0, 1)


@pytest.mark.parametrize("kind", ["reset", "cut", "status"])
@pytest.mark.parametrize("done", [True, False])
def test_a_schedule_is_made_once_and_removed_once(
    connect: Connect, server: KubeflowServer, package: Package, kind: str, done: bool
) -> None:
    server.fail("POST .*/recurringruns$", kind, status=502, done=done)
    server.fail("DELETE", kind, status=502, done=done)
    cluster = connect()
    cluster.schedule(package, every="1d", name="daily")
    assert len(server.schedules) == 1
    cluster.delete_schedule("daily")
    assert not server.schedules


def test_schedules_past_the_first_page(connect: Connect, server: KubeflowServer, package: Package) -> None:
    cluster = connect()
    made = cluster.schedule(package, every="1d", name="one")
    for number in range(150):
        copy = type(server.schedules[made.schedule_id])(display_name=f"n{number}", recurring_run_id=str(number))
        server.schedules[str(number)] = copy
    assert len(cluster.schedules()) == 151
    cluster.pause_schedule("one")
    assert server.schedules[made.schedule_id].status == "DISABLED"


@pytest.mark.parametrize(
    ("cron", "every", "problem"),
    [
        (None, None, "either a cron expression or an interval"),
        ("* * * * *", "1h", "either a cron expression or an interval"),
        ("* * *", None, "not a cron expression of five or six fields"),
        ("99 * * * *", None, "'99' is no minute"),
        ("* 5-2 * * *", None, "'5-2' is no hour"),
        ("* * * * FUNDAY", None, "'FUNDAY' is no day of the week"),
        ("*/0 * * * *", None, "'*/0' is no minute"),
        (None, "soon", "'soon' is not an interval"),
        (None, "0m", "'0m' is not an interval"),
        (None, "-5", "'-5' is not an interval"),
    ],
)
def test_bad_times(cron: str | None, every: str | None, problem: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        trigger_of(cron, every)
    assert problem in str(caught.value)


@pytest.mark.parametrize(("every", "seconds"), [("90", "90"), ("90s", "90"), ("30m", "1800"), ("2w", "1209600")])
def test_intervals(every: str, seconds: str) -> None:
    assert trigger_of(None, every).periodic_schedule.interval_second == seconds


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("no trace of an error", None),
        (LOG, ("ZeroDivisionError", "division by zero", 1)),
        (
            f"{TRACEBACK}\nDuring handling\n\n{TRACEBACK.replace('cell 1', 'cell 7')}",
            ("ZeroDivisionError", "division by zero", 7),
        ),
        ("Traceback (most recent call last):\n  File", None),
        (
            'Traceback (most recent call last):\n  File "a.py", line 1\nmy.Error: one\ntwo\n\nmore',
            ("Error", "one\ntwo", None),
        ),
        (
            'Traceback (most recent call last):\n  File "a.py", line 1\nKeyboardInterrupt\n',
            ("KeyboardInterrupt", "", None),
        ),
    ],
)
def test_errors_in_logs(log: str, expected: tuple[str, str, int | None] | None) -> None:
    error = error_in(log)
    assert (error and (error.type, error.message, error.cell)) == expected


@pytest.mark.parametrize(
    ("log", "metrics"),
    [
        ("", {}),
        ("kale: metrics {broken}", {}),
        ('time="2026" msg="x" kale: metrics {"a": 1}', {"a": 1}),
        ('kale: metrics {"a": 1, "b": "text"}', {"a": 1}),
    ],
)
def test_metrics_in_logs(log: str, metrics: dict[str, Any]) -> None:
    assert metrics_in(log) == metrics


def test_errors_are_of_one_family() -> None:
    assert all(issubclass(kind, KaleError) for kind in (ConfigurationError, NotFoundOnServerError, ServerError))
