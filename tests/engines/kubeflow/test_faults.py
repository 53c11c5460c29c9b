"""Every request, met by every fault: nothing is lost, nothing is done twice, and no message tells a secret."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest
from tests.engines.kubeflow.conftest import Connect
from tests.engines.kubeflow.server import KubeflowServer

from kale.engines.kubeflow import ClusterRun, Package, RunState
from kale.errors import KaleError

T = TypeVar("T")
TOKEN: Final = "the-token"  # noqa: S105 - made up
REQUESTS: Final = (
    "GET .*/healthz$",
    "GET .*/pipelines/names/",
    "POST .*/pipelines$",
    "GET .*/versions$",
    "POST .*/upload_version$",
    "GET .*/experiments$",
    "POST .*/experiments$",
    "POST .*/runs$",
)
FAULTS: Final[dict[str, dict[str, Any]]] = {
    "400": {"status": 400},
    "401": {"status": 401},
    "403": {"status": 403},
    "404": {"status": 404},
    "409": {"status": 409},
    "409-done": {"status": 409, "done": True},
    "429": {"status": 429, "headers": {"Retry-After": "3"}},
    "429-with-a-date": {"status": 429, "headers": {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}},
    "500": {"status": 500},
    "500-done": {"status": 500, "done": True},
    "502": {"status": 502},
    "502-done": {"status": 502, "done": True},
    "503-thrice": {"status": 503, "times": 3},
    "504-done": {"status": 504, "done": True},
    "302": {"status": 302},
    "reset": {"kind": "reset"},
    "reset-done": {"kind": "reset", "done": True},
    "unread": {"kind": "unread"},
    "cut-done": {"kind": "cut", "done": True},
    "slow": {"kind": "slow", "seconds": 0.4},
    "slow-done": {"kind": "slow", "seconds": 0.4, "done": True},
    "html": {"kind": "html"},
    "garbage": {"kind": "garbage"},
    "garbage-done": {"kind": "garbage", "done": True},
}
PASSING: Final = {
    "429", "429-with-a-date", "500", "500-done", "502", "502-done", "503-thrice", "504-done", "reset", "reset-done",
    "unread", "cut-done", "slow-done", "garbage", "garbage-done",
}  # fmt: skip
"""What does no harm at all, whatever request it meets."""


def counts(server: KubeflowServer) -> list[int]:
    return [len(things) for things in (server.pipelines, server.versions, server.experiments, server.runs)]


def attempted(act: Callable[[], T]) -> tuple[T | None, str]:
    """Give what comes of something, or why nothing does; the message tells no secret."""
    try:
        return act(), ""
    except KaleError as error:
        told = f"{error} {error!r} {error.__cause__!r}"
    assert [secret for secret in ("top.secret", TOKEN) if secret in told] == []
    return None, told


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize("name", FAULTS)
def test_a_submission_that_meets_a_fault(
    connect: Connect, server: KubeflowServer, package: Package, request_: str, name: str
) -> None:
    server.tokens = {TOKEN}
    server.fail(request_, **FAULTS[name])
    cluster = connect(request_timeout=0.3, token=TOKEN)
    run, problem = attempted(lambda: cluster.submit(package))
    if run is None:
        assert name not in PASSING
        assert server.runs == {} or "may still come to be" in problem
        run = cluster.submit(package)
    assert run.run_id in server.runs
    assert counts(server) == [1, 1, 1, 1]


@pytest.mark.parametrize("name", FAULTS)
def test_a_wait_that_meets_a_fault(connect: Connect, server: KubeflowServer, package: Package, name: str) -> None:
    server.tokens, server.looks_until_end = {TOKEN}, 4
    cluster = connect(request_timeout=0.3, token=TOKEN)
    run = cluster.submit(package)
    server.fail("GET .*/runs/", **FAULTS[name])
    ended, _ = attempted(run.wait)
    if ended is None:
        assert name not in PASSING | {"slow"}
        ended = cluster.run(run.run_id).wait()
    assert ended.state is RunState.SUCCEEDED
    assert counts(server) == [1, 1, 1, 1]


@pytest.mark.parametrize("status", [401, 302])
def test_a_token_that_has_expired_is_fetched_anew_before_each_request(
    connect: Connect, server: KubeflowServer, package: Package, tmp_path: Path, status: int
) -> None:
    file = tmp_path / "token"
    file.write_text("the-token")
    for request_ in REQUESTS:
        server.fail(request_, status=status)
    cluster = connect(token_file=file)
    run = cluster.submit(package)
    server.fail("GET .*/runs/", status=status)
    assert run.wait().state is RunState.SUCCEEDED
    assert counts(server) == [1, 1, 1, 1]
    assert not any(fault.times for fault in server.faults)


@pytest.mark.parametrize("seed", range(12))
def test_bad_weather(connect: Connect, server: KubeflowServer, package: Package, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same weather each time
    for _ in range(30):
        fault = FAULTS[chance.choice(sorted(PASSING - {"slow-done", "503-thrice"}))]
        server.fail(chance.choice((*REQUESTS, "GET .*/runs")), **fault)
    cluster = connect(request_timeout=1, patience=1000)
    first, second = cluster.submit(package), cluster.submit(package)
    assert first.run_id != second.run_id
    assert {first.run_id, second.run_id} == set(server.runs)
    assert counts(server) == [1, 1, 1, 2]
    assert first.wait(outage=1000).state is RunState.SUCCEEDED


def test_many_at_once_make_one_pipeline(connect: Connect, server: KubeflowServer, package: Package) -> None:
    clusters = [connect() for _ in range(8)]
    start = threading.Barrier(len(clusters))
    runs: list[ClusterRun] = []

    def submit(number: int) -> None:
        start.wait()
        runs.append(clusters[number].submit(package, name=f"run {number}"))

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(len(clusters))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(server) == [1, 1, 1, 8]
    assert {run.run_id for run in runs} == set(server.runs)
