"""A JupyterLab of its own for the tests: its own folders, a free port, the extension of this tree or of a wheel."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BUILT = Path(__file__).parents[2] / "labextension" / "dist"
EXTENSION = "kale-pipelines-lab"
WHEEL = os.environ.get("KALE_LAB_WHEEL")
"""The wheel whose content is tested, which is installed in this environment; unset, it is what was built here."""
STARTUP_SECONDS = 60


@dataclass(frozen=True)
class LabServer:
    """A running JupyterLab.

    Attributes:
        url: Where it answers, with a slash at the end.
        token: What opens it.
        folder: The folder that it shows.
    """

    url: str
    token: str
    folder: Path

    @property
    def page(self) -> str:
        """The address of JupyterLab's page, in a workspace without anything in it."""
        return f"{self.url}lab?token={self.token}&reset"

    def get(self, path: str) -> bytes:
        return self._ask(path)

    def post(self, path: str) -> bytes:
        return self._ask(path, b"{}")

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(self.url + path, body, {"Authorization": f"token {self.token}"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            content: bytes = answer.read()
            return content


def lab_version() -> str:
    """Give the version of the JupyterLab that the tests start."""
    command = [sys.executable, "-m", "jupyterlab", "--version"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def running_lab(place: Path, *, with_server_part: bool = True) -> Iterator[LabServer]:
    """Start JupyterLab in an empty folder, and end it afterwards.

    Args:
        place: Where its folders are made.
        with_server_part: Whether the part of the extension that runs in the server is there.
    """
    folder = place / "notebooks"
    folder.mkdir(parents=True)
    if WHEEL is None:
        _link(place / "data" / "labextensions" / EXTENSION)
    _settle(place / "settings")
    server = LabServer(f"http://127.0.0.1:{_free_port()}/", secrets.token_hex(16), folder)
    with (place / "log").open("w") as log:
        process = subprocess.Popen(
            _command(server, with_server_part=with_server_part),
            cwd=folder,
            env=_environment(place),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(server, process, place / "log")
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _link(target: Path) -> None:
    target.parent.mkdir(parents=True)
    target.symlink_to(BUILT, target_is_directory=True)


def _settle(settings: Path) -> None:
    """Keep JupyterLab from asking the internet for news and from showing its own hints."""
    notifications = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    notifications.parent.mkdir(parents=True)
    notifications.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))


def _command(server: LabServer, *, with_server_part: bool) -> list[str]:
    port = server.url.rstrip("/").rpartition(":")[2]
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--expose-app-in-browser",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={server.token}",
        f"--ServerApp.root_dir={server.folder}",
        "--FileContentsManager.delete_to_trash=False",
        # A wheel's own configuration switches its part in the server on.
        *([] if WHEEL and with_server_part else [f"--ServerApp.jpserver_extensions=kale.jupyter={with_server_part}"]),
    ]


def _environment(place: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "KALE_"))}
    return {
        **kept,
        "HOME": str(place),
        "JUPYTER_CONFIG_DIR": str(place / "config"),
        "JUPYTER_DATA_DIR": str(place / "data"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(place / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(place / "workspaces"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "IPYTHONDIR": str(place / "ipython"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(server: LabServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            server.get("api/status")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"JupyterLab has not started:\n{log.read_text()[-4000:]}")
