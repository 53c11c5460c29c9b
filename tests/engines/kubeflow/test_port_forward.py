"""The way into the cluster that kubectl opens: opened, opened again, and closed when nobody needs it."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

import pytest
from tests.engines.kubeflow.server import KubeflowServer

from kale.engines.kubeflow import Cluster, Package
from kale.errors import ServerError, UnreachableError
from kale.profiles import Profile
from kale.servers import submit_package, upload_package

KUBECTL = """#!{python}
import sys, time
assert sys.argv[1:] == ["--context", "kind", "--namespace", "kubeflow", "port-forward", "--address", "127.0.0.1",
                        "service/{service}", sys.argv[-1]], sys.argv
{body}
"""


def kubectl(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch, service: str = "ml-pipeline") -> None:
    """Put a program called kubectl on the path."""
    program = folder / "kubectl"
    program.write_text(KUBECTL.format(python=sys.executable, body=body, service=service))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}")


def test_a_port_forward(server: KubeflowServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = tmp_path / "ended"
    body = f"""
import atexit, pathlib, signal
assert sys.argv[-1] == ":8888"
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
atexit.register(pathlib.Path({str(ended)!r}).touch)
print("Forwarding from 127.0.0.1:{server.port} -> 8888", flush=True)
time.sleep(60)
"""
    kubectl(tmp_path, body, monkeypatch)
    profile = Profile(port_forward="kubeflow/ml-pipeline", kube_context="kind")
    with Cluster(profile) as cluster:
        assert cluster.connection.host == f"http://127.0.0.1:{server.port}"
    assert ended.exists()


def test_a_port_forward_that_closes_is_opened_again(
    server: KubeflowServer, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    body = f"""
with open({str(calls)!r}, "a") as calls:
    calls.write(sys.argv[-1] + "\\n")
if len(open({str(calls)!r}).readlines()) == 2:
    sys.exit("error: lost connection to pod")
print("Forwarding from 127.0.0.1:{server.port} -> 8080", flush=True)
time.sleep(0.2 if len(open({str(calls)!r}).readlines()) == 1 else 60)
"""
    kubectl(tmp_path, body, monkeypatch, service="gateway")
    with Cluster(Profile(port_forward="kubeflow/gateway:8080/pipeline", kube_context="kind")) as cluster:
        assert cluster.connection.host == server.host
        pauses: list[float] = []
        cluster.connection.pause = pauses.append
        while len(calls.read_text().splitlines()) < 3:
            cluster.runs()
            time.sleep(0.05)
        assert cluster.submit(package).run_id in server.runs
    # The second time it could not be opened, which was waited for; it keeps its port.
    assert calls.read_text().splitlines() == [":8080", f"{server.port}:8080", f"{server.port}:8080"]
    assert pauses == [0.5]


def test_a_port_forward_that_stays_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flag = tmp_path / "flag"
    body = f"""
import pathlib
if pathlib.Path({str(flag)!r}).exists():
    sys.exit("error: no pods")
pathlib.Path({str(flag)!r}).touch()
print("Forwarding from 127.0.0.1:9 -> 8888", flush=True)
"""
    kubectl(tmp_path, body, monkeypatch)
    profile = Profile(port_forward="kubeflow/ml-pipeline", kube_context="kind")
    with Cluster(profile, {"port_forward": "KALE_PORT_FORWARD"}) as cluster:
        cluster.connection.pause = lambda _: time.sleep(0.3)
        with pytest.raises(UnreachableError, match=r"no pods \(port_forward comes from KALE_PORT_FORWARD\)"):
            cluster.runs()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("print('error: services ml-pipeline not found'); sys.exit(1)", "services ml-pipeline not found"),
        ("sys.exit(4)", "exit code 4"),
    ],
)
def test_a_port_forward_that_opens_no_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, problem: str
) -> None:
    kubectl(tmp_path, body, monkeypatch)
    with pytest.raises(UnreachableError, match=problem):
        Cluster(Profile(port_forward="kubeflow/ml-pipeline", kube_context="kind"))


def test_a_port_forward_without_kubectl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreachableError, match="kubectl, which the port-forward needs, cannot be run"):
        Cluster(Profile(port_forward="kubeflow/ml-pipeline"))


@pytest.fixture
def ended(server: KubeflowServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the settings name the server behind a way; the file is there when that has been closed."""
    file = tmp_path / "ended"
    body = f"""
import atexit, pathlib, signal
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
atexit.register(pathlib.Path({str(file)!r}).touch)
print("Forwarding from 127.0.0.1:{server.port} -> 8888", flush=True)
time.sleep(60)
"""
    kubectl(tmp_path, body, monkeypatch)
    monkeypatch.setenv("KALE_PORT_FORWARD", "kubeflow/ml-pipeline/pipeline")
    monkeypatch.setenv("KALE_KUBE_CONTEXT", "kind")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return file


def test_the_way_is_closed_after_an_upload(ended: Path, package: Package) -> None:
    assert upload_package(package, None).new
    assert ended.exists()


def test_the_way_stays_open_for_a_run(ended: Path, server: KubeflowServer, package: Package) -> None:
    server.looks_until_end = 0
    run = submit_package(package, {"epochs": 2}, None)
    gc.collect()
    assert not ended.exists()
    assert run.wait().state.value == "succeeded"
    del run
    gc.collect()
    assert ended.exists()


def test_the_way_is_closed_when_no_run_starts(ended: Path, server: KubeflowServer, package: Package) -> None:
    server.fail("POST .*/runs$", status=400)
    with pytest.raises(ServerError, match="refused the request"):
        submit_package(package, None, None)
    assert ended.exists()


def test_a_server_that_was_given_stays_open(ended: Path, package: Package) -> None:
    with Cluster(Profile(port_forward="kubeflow/ml-pipeline/pipeline", kube_context="kind")) as cluster:
        submit_package(package, None, cluster)
        upload_package(package, cluster)
        assert not ended.exists()
    assert ended.exists()
