"""A way into the cluster through ``kubectl port-forward``, open as long as it is used."""

from __future__ import annotations

import contextlib
import re
import subprocess
import threading
from collections.abc import Iterator
from queue import Empty, Queue
from typing import Final

from kale.errors import UnreachableError

_OPENED: Final = re.compile(r"Forwarding from 127\.0\.0\.1:(\d+) ->")
_PATIENCE: Final = 30.0
_GRACE: Final = 5.0
_PORT: Final = 8888


@contextlib.contextmanager
def port_forward(service: str, context: str | None = None) -> Iterator[str]:
    """Lead a port of this machine to a service of the cluster, and give the address.

    Args:
        service: The service, as ``namespace/service``.
        context: Context of ``kubectl``; the current one unless given.

    Raises:
        kale.errors.UnreachableError: ``kubectl`` is missing, or does not reach the service.
    """
    namespace, _, name = service.partition("/")
    options = ["--context", context] if context else []
    command = ["kubectl", *options, "--namespace", namespace, "port-forward", "--address", "127.0.0.1"]
    command += [f"service/{name}", f":{_PORT}"]
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and the words are checked by the profile
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except OSError as error:
        raise UnreachableError(f"kubectl, which the port-forward needs, cannot be run: {error.strerror}") from None
    try:
        yield f"http://127.0.0.1:{_port(process, service)}"
    finally:
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
