"""A real kernel, and what its executions show, as a notebook's editor sees them."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LONGEST = 90


@dataclass
class Shown:
    """What one execution has shown.

    Attributes:
        out: Standard output.
        err: Standard error.
        status: ``ok`` or ``error``.
        error: The lines of the error, without colours.
        bundles: What was displayed: by place, as it was at the end.
        result: The value of the last expression.
    """

    out: str = ""
    err: str = ""
    status: str = ""
    error: str = ""
    bundles: list[Mapping[str, str]] = field(default_factory=list)
    result: Mapping[str, str] = field(default_factory=dict)
    updates: int = 0

    @property
    def html(self) -> str:
        """All HTML that is left in the output."""
        return "\n".join(bundle.get("text/html", "") for bundle in self.bundles)

    @property
    def text(self) -> str:
        """All text that is left in the output."""
        return "\n".join([self.out, self.err, self.error, *(bundle.get("text/plain", "") for bundle in self.bundles)])


class Kernel:
    """A running kernel."""

    def __init__(self, client: BlockingKernelClient, process: int) -> None:
        self._client: Any = client
        self._process = process

    def interrupted(self, source: str, seconds: float) -> Shown:
        """Execute a cell and interrupt it, as the stop button of a notebook does."""
        timer = threading.Timer(seconds, os.kill, (self._process, signal.SIGINT))
        timer.start()
        try:
            return self.run(source)
        finally:
            timer.cancel()
            timer.join()

    def run(self, source: str, cell_id: str | None = None, *, silent: bool = False) -> Shown:
        """Execute a cell, and give what it has shown; silently as editors do for their own purposes."""
        content = {
            "code": source,
            "silent": silent,
            "store_history": not silent,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        metadata = {} if cell_id is None else {"cellId": cell_id}
        message = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(message)
        return self._collected(message["header"]["msg_id"])

    def complete(self, source: str) -> list[str]:
        """Give the completions at the end of a cell."""
        reply = self._client.complete(source, len(source), reply=True, timeout=LONGEST)
        return list(reply["content"]["matches"])

    def inspect(self, source: str) -> str:
        """Give the help at the end of a cell."""
        reply = self._client.inspect(source, len(source), reply=True, timeout=LONGEST)
        return _COLOUR.sub("", reply["content"]["data"].get("text/plain", ""))

    def _collected(self, execution: str) -> Shown:
        shown = Shown()
        places: dict[str, int] = {}
        while True:
            message = self._client.get_iopub_msg(timeout=LONGEST)
            if message["parent_header"].get("msg_id") != execution:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            _note(shown, places, kind, content)
        while True:
            reply = self._client.get_shell_msg(timeout=LONGEST)
            if reply["parent_header"].get("msg_id") == execution:
                shown.status = reply["content"]["status"]
                return shown


def _note(shown: Shown, places: dict[str, int], kind: str, content: Mapping[str, Any]) -> None:
    if kind == "stream":
        setattr(shown, "out" if content["name"] == "stdout" else "err", _stream(shown, content) + content["text"])
    elif kind == "execute_result":
        shown.result = content["data"]
    elif kind == "error":
        shown.error = _COLOUR.sub("", "\n".join(content["traceback"]))
    elif kind == "display_data":
        places[content.get("transient", {}).get("display_id", "")] = len(shown.bundles)
        shown.bundles.append(content["data"])
    elif kind == "update_display_data":
        shown.updates += 1
        shown.bundles[places[content["transient"]["display_id"]]] = content["data"]


def _stream(shown: Shown, content: Mapping[str, Any]) -> str:
    return shown.out if content["name"] == "stdout" else shown.err


@contextlib.contextmanager
def kernel_in(folder: Path, notebook: Path | None = None) -> Iterator[Kernel]:
    """Start a kernel as Jupyter Server does.

    Args:
        folder: Its directory.
        notebook: The notebook that it runs, which the server tells it.
    """
    environment = {name: value for name, value in os.environ.items() if name != "JPY_SESSION_NAME"}
    environment |= {"IPYTHONDIR": str(folder / ".ipython"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    if notebook is not None:
        environment["JPY_SESSION_NAME"] = str(notebook)
    manager: Any = KernelManager(kernel_name="")
    manager._kernel_spec = KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], language="python"
    )
    manager.start_kernel(cwd=str(folder), env=environment)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LONGEST)
        yield Kernel(client, manager.provisioner.pid)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
