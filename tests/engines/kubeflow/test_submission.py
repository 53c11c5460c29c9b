"""Uploads, runs and schedules over real HTTP: once each, whatever goes wrong on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.engines.kubeflow.conftest import Connect, two_steps
from tests.engines.kubeflow.server import KubeflowServer

from kale.emit import CompiledPipeline, compile_pipeline
from kale.engines.kubeflow import Package, RunState, package_of, read_package
from kale.errors import KaleError, NotFoundOnServerError, ParameterError, ServerError, SignInError, UnreachableError
from kale.pipeline import Workspace


def test_the_same_bytes_are_uploaded_once(connect: Connect, server: KubeflowServer, package: Package) -> None:
    first = connect().upload(package)
    second = connect().upload(package_of(compile_pipeline(two_steps())))
    assert (first.new, second.new) == (True, False)
    assert (second.pipeline_id, second.version_id) == (first.pipeline_id, first.version_id)
    assert (first.name, first.version) == ("work", package.version)
    assert first.url == f"{server.host}/#/pipelines/details/{first.pipeline_id}/version/{first.version_id}"
    other = connect().upload(package_of(compile_pipeline(two_steps(text="x = epochs + 1"))))
    assert other.pipeline_id == first.pipeline_id
    assert other.version_id != first.version_id
    assert (len(server.pipelines), len(server.versions)) == (1, 2)


def test_a_run_uses_the_uploaded_version(connect: Connect, server: KubeflowServer, package: Package) -> None:
    run = connect(service_account="runner", pipeline_root="s3://bucket/root").submit(
        package, {"epochs": "5", "Épochs": 1}, name="my run"
    )
    (found,) = server.runs.values()
    (version,) = server.versions.values()
    assert found.run_id == run.run_id
    assert found.pipeline_version_reference.pipeline_version_id == version.pipeline_version_id
    assert (found.display_name, found.service_account) == ("my run", "runner")
    assert found.runtime_config.pipeline_root == "s3://bucket/root"
    assert found.runtime_config.parameters == {"epochs": 5, package.inputs["Épochs"]: 1.0}
    (experiment,) = server.experiments.values()
    assert (experiment.display_name, found.experiment_id) == ("Trials", experiment.experiment_id)
    assert run.url == f"{server.host}/#/runs/details/{run.run_id}"


def test_an_experiment_is_made_when_it_is_missing(connect: Connect, server: KubeflowServer, package: Package) -> None:
    cluster = connect(experiment="Profile")
    cluster.submit(package)
    cluster.submit(package, experiment="Mine")
    cluster.submit(package, experiment="Mine")
    assert [each.display_name for each in server.experiments.values()] == ["Trials", "Mine"]
    assert len(server.runs) == 3


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"epoch": 3}, "no parameter 'epoch'; did you mean 'epochs'"),
        ({"epochs": "many"}, "takes int at least 1, not 'many'"),
        ({"epochs": 0}, "takes int at least 1, not 0"),
        ({"epochs": None}, "takes int at least 1, not None"),
        ({"Épochs": float("inf")}, "which Kubeflow cannot carry"),
    ],
)
def test_wrong_values_reach_no_server(
    connect: Connect, server: KubeflowServer, package: Package, given: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ParameterError, match=problem):
        connect().submit(package, given)
    assert not server.asked


def test_a_server_that_is_still_at_it_is_not_asked_twice(
    connect: Connect, server: KubeflowServer, package: Package
) -> None:
    server.fail("POST .*/runs$", "slow", seconds=1.5)
    with pytest.raises(UnreachableError, match=r"took too long to answer; the run '.*' is not there, but may still"):
        connect(request_timeout=0.5).submit(package)
    assert server.count("POST .*/runs$") == 1


def test_a_slow_answer_is_found_again(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.fail("POST .*/runs$", "slow", seconds=1.5, done=True)
    run = connect(request_timeout=0.5).submit(package)
    assert [*server.runs] == [run.run_id]


def test_the_server_says_how_long_to_wait(
    connect: Connect, server: KubeflowServer, package: Package, pauses: list[float]
) -> None:
    server.fail("POST .*/runs$", status=429, headers={"Retry-After": "7"})
    connect().submit(package)
    assert pauses == [7.0]


def test_patience_ends(connect: Connect, server: KubeflowServer, package: Package, pauses: list[float]) -> None:
    server.fail("POST .*/runs$", status=503, times=1000)
    with pytest.raises(ServerError, match="failed \\(503") as caught:
        connect(patience=10).submit(package)
    assert "top.secret" not in str(caught.value)
    assert pauses == [0.5, 1.0, 2.0, 4.0]
    assert not server.runs


def test_a_host_that_nobody_answers_at(connect: Connect, package: Package, pauses: list[float]) -> None:
    with pytest.raises(UnreachableError, match=r"http://127\.0\.0\.1:9 refused the connection; check the host"):
        connect(host="http://127.0.0.1:9", patience=3).submit(package)
    assert pauses == [0.5, 1.0]


def test_a_host_that_does_not_exist(connect: Connect, package: Package) -> None:
    with pytest.raises(UnreachableError, match="cannot be reached"):
        connect(host="http://nowhere.invalid", patience=0).submit(package)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, (ServerError, "refused the request \\(400\\): injected")),
        (401, (SignInError, "does not know who is asking \\(401\\)")),
        (403, (SignInError, "does not allow it \\(403\\).*check the namespace")),
        (302, (SignInError, "does not know who is asking \\(302\\)")),
        (418, (ServerError, "\\(418\\)")),
    ],
)
def test_a_refusal_is_final(
    connect: Connect, server: KubeflowServer, package: Package, status: int, expected: tuple[type[KaleError], str]
) -> None:
    server.fail("POST .*/runs$", status=status)
    with pytest.raises(expected[0], match=expected[1]) as caught:
        connect().submit(package)
    assert "top.secret" not in str(caught.value)
    assert server.count("POST .*/runs$") == 1


def test_a_web_page_is_not_an_answer(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.fail("GET", "html", times=100)
    with pytest.raises(SignInError, match="answers with a web page"):
        connect().submit(package)
    assert not server.runs


def test_a_host_without_the_path_of_the_api(connect: Connect, server: KubeflowServer, package: Package) -> None:
    with pytest.raises(SignInError, match="lacks the path of the API, which often is /pipeline"):
        connect(host=server.host.removesuffix("/pipeline")).submit(package)


def test_namespaces(connect: Connect, server: KubeflowServer, package: Package) -> None:
    server.multi_user = True
    connect(namespace="team").submit(package)
    with pytest.raises(ServerError, match="a namespace must be specified"):
        connect().submit(package)
    with pytest.raises(SignInError, match="not authorized in namespace other") as caught:
        connect(namespace="other").submit(package)
    assert "abcdef" not in str(caught.value)
    assert len(server.runs) == 1


def removing() -> CompiledPipeline:
    workspace = Workspace(provision="claim")
    return compile_pipeline(
        two_steps().with_parameters(note="").with_options(transport="workspace", workspace=workspace)
    )


def test_the_steps_of_a_run_that_removes_its_volume(connect: Connect, server: KubeflowServer, tmp_path: Path) -> None:
    compiled = removing()
    own, read = package_of(compiled), read_package(compiled.save(tmp_path / "work.yaml"))
    assert [*own.steps.values()] == ["Load data", "train"]
    assert [*read.steps.values()] == [
        "make volume kale-workspace", "Load data", "train", "remove volume kale-workspace",
    ]  # fmt: skip
    server.failing = {"train": "Error (exit code 1)"}
    run = connect().submit(own)
    ended = run.wait()
    assert (ended.state, [(step.name, step.state) for step in ended.steps]) == (
        RunState.FAILED,
        [("Load data", RunState.SUCCEEDED), ("train", RunState.FAILED)],
    )
    shown = connect().run(run.run_id).record()
    assert [step.state for step in shown.steps] == [
        RunState.SUCCEEDED, RunState.SUCCEEDED, RunState.FAILED, RunState.SUCCEEDED,
    ]  # fmt: skip


def test_runs_are_listed(connect: Connect, server: KubeflowServer, package: Package) -> None:
    cluster = connect()
    for name in ("one", "two", "three"):
        cluster.submit(package, name=name)
    cluster.submit(package, name="elsewhere", experiment="Other")
    assert [run.name for run in cluster.runs()] == ["elsewhere", "three", "two", "one"]
    assert [run.name for run in cluster.runs(experiment="Trials", limit=2)] == ["three", "two"]
    assert {run.state for run in cluster.runs()} == {RunState.PENDING}
    with pytest.raises(NotFoundOnServerError, match="no experiment 'Trails'; did you mean 'Trials'"):
        cluster.runs(experiment="Trails")
    with pytest.raises(NotFoundOnServerError, match="no run 'nonsense'"):
        cluster.run("nonsense")
    assert len(server.experiments) == 2
