"""The test's end of the fork server: it starts one, sends orders and waits for each to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Final

SETTINGS: Final = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "TZ": "UTC",
    "PIP_NO_INDEX": "1",
    "MPLBACKEND": "agg",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""Environment of both sides, so that chance has no part in a difference."""

NOTEBOOK_LIBRARIES: Final = (
    "IPython.core.interactiveshell",
    "matplotlib.figure",
    "pandas",
    "sklearn.linear_model",
)
"""What a server for notebooks imports before its first fork."""


class ForkServer:
    """A child process that carries out orders in forked children, one after the other.

    Args:
        home: Folder for the server's own settings, such as IPython's.
        modules: What to import before the first order.
    """

    def __init__(self, home: Path, modules: tuple[str, ...] = ()) -> None:
        program = Path(__file__).with_name("fork_server.py")
        environment = os.environ | SETTINGS | {"IPYTHONDIR": str(home / "ipython")}
        self._process = subprocess.Popen(
            [sys.executable, str(program), *modules],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None and self._process.stdout is not None:
            self._process.stdin.close()
            self._process.stdout.close()
        self._process.wait()

    def carry_out(
        self,
        kind: str,
        directory: Path,
        *,
        environment: dict[str, str],
        paths: tuple[Path, ...] = (),
        seconds: int = 60,
        **order: object,
    ) -> int:
        """Send an order and give the exit status of the child, negative when a signal ended it.

        Args:
            kind: ``cells``, ``program`` or ``command``.
            directory: Existing folder in which the child runs; its output goes to ``<directory>.txt``.
            environment: Additional environment variables.
            paths: Folders to import modules from.
            seconds: Time that the child may take.
            order: What the kind of order needs.

        Raises:
            RuntimeError: The server itself has ended.
        """
        message = {
            "kind": kind,
            "directory": str(directory),
            "output": f"{directory}.txt",
            "environment": environment,
            "paths": [str(path) for path in paths],
            "seconds": seconds,
            **order,
        }
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the fork server has no pipes")
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the fork server ended with status {self._process.wait()}")
        return int(json.loads(answer)["status"])
