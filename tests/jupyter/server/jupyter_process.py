"""A real Jupyter server in a process of its own, and questions to it over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

REPOSITORY: Final = Path(__file__).parents[3]
TOKEN: Final = "only-for-tests"  # noqa: S105 - of a server on the loopback interface, which lives as long as the tests
SECONDS_TO_START: Final = 60.0


@dataclass(frozen=True)
class Answer:
    """What the server has answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class JupyterServer:
    """A Jupyter server with the extension, as an installation of kale switches it on."""

    def __init__(self, home: Path) -> None:
        self.root = home / "notebooks"
        self.root.mkdir(parents=True)
        self.port = _free_port()
        self.log = home / "server.log"
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "KALE", "KF_"))},
            "JUPYTER_CONFIG_PATH": str(REPOSITORY / "jupyter-config"),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "JUPYTER_DATA_DIR": str(home / "data"),
            "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
            "XDG_CONFIG_HOME": str(home / "settings"),
            "PYTHONPATH": str(REPOSITORY / "src"),
        }
        options = {
            "ServerApp.root_dir": self.root,
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": self.port,
            "ServerApp.port_retries": 0,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "ServerApp.base_url": "/user/me/",
            "IdentityProvider.token": TOKEN,
        }
        command = [sys.executable, "-m", "jupyter_server", *(f"--{name}={value}" for name, value in options.items())]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=home
            )

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.ask("version").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def ask(self, address: str, body: Any = None, *, token: str | None = TOKEN, raw: bytes | None = None) -> Answer:
        """Ask something: with ``body`` by POST, otherwise by GET."""
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/user/me/kale/{address}", data=data)
        if token is not None:
            request.add_header("Authorization", f"token {token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - http, and this machine
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())

    def run_to_end(self, run: Mapping[str, Any], seconds: float = 90.0) -> dict[str, Any]:
        """Wait for the end of a run."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state: dict[str, Any] = self.ask(f"runs/{run['id']}").json
            if state["status"] not in ("running", "cancelling"):
                return state
            time.sleep(0.1)
        raise AssertionError(f"the run goes on: {state}")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
