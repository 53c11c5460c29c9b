"""A way into the cluster through ``kubectl port-forward``, open as long as it is used."""

from __future__ import annotations

import contextlib
import re
import subprocess
import threading
from queue import Empty, Queue
from types import TracebackType
from typing import Final

from kale.errors import UnreachableError

_OPENED: Final = re.compile(r"Forwarding from 127\.0\.0\.1:(\d+) ->")
_PATIENCE: Final = 30.0
_GRACE: Final = 5.0
_PORT: Final = 8888


class PortForward(contextlib.AbstractContextManager["PortForward"]):
    """A port of this machine that leads to a service of the cluster, opened anew when it has closed.

    ``kubectl`` leads to one pod of the service, and ends with it.

    Args:
        service: The service, as ``namespace/service``, with ``:port`` and a path if wanted.
        context: Context of ``kubectl``; the current one unless given.
    """

    def __init__(self, service: str, context: str | None = None) -> None:
        namespace, name, *path = service.split("/", 2)
        name, _, port = name.partition(":")
        options = ["--context", context] if context else []
        self._command = ["kubectl", *options, "--namespace", namespace, "port-forward", "--address", "127.0.0.1"]
        self._command.append(f"service/{name}")
        self._service = f"{namespace}/{name}"
        self._path = f"/{path[0]}" if path else ""
        self._remote = int(port or _PORT)
        self._local: int | None = None
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> PortForward:
        """Open the way.

        Raises:
            kale.errors.UnreachableError: ``kubectl`` is missing, or does not reach the service.
        """
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the way."""
        self._close()

    @property
    def address(self) -> str:
        """Where the service answers on this machine; the same as long as this object lives."""
        return f"http://127.0.0.1:{self._local}{self._path}"

    def open(self) -> None:
        """Open the way, unless it is.

        Raises:
            kale.errors.UnreachableError: ``kubectl`` is missing, or does not reach the service.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self._close()
        command = [*self._command, f"{self._local or ''}:{self._remote}"]
        try:
            process = subprocess.Popen(  # noqa: S603 - no shell, and the words are checked by the profile
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        except OSError as error:
            raise UnreachableError(f"kubectl, which the port-forward needs, cannot be run: {error.strerror}") from None
        self._process = process
        try:
            self._local = _port(process, self._service)
        except UnreachableError:
            self._close()
            raise

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _port(process: subprocess.Popen[str], service: str) -> int:
    lines: Queue[str | None] = Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    said: list[str] = []
    while True:
        try:
            line = lines.get(timeout=_PATIENCE)
        except Empty:
            raise UnreachableError(f"kubectl opened no way to {service} in {_PATIENCE:g} seconds") from None
        if line is None:
            reason = " ".join(" ".join(said).split()) or f"exit code {process.wait()}"
            raise UnreachableError(f"kubectl opened no way to {service}: {reason}")
        found = _OPENED.search(line)
        if found is not None:
            return int(found[1])
        said.append(line)


def _read(process: subprocess.Popen[str], lines: Queue[str | None]) -> None:
    """Take all that the process says, so that it never waits for a reader."""
    if process.stdout is not None:
        with contextlib.suppress(ValueError):
            for line in process.stdout:
                lines.put(line)
    lines.put(None)
