"""The runs that the server knows."""

from __future__ import annotations

import threading
from typing import Final

from kale.jupyter.server.documents import RunList
from kale.jupyter.server.failures import not_found
from kale.jupyter.server.runs.run import Run

MOST_RUNS: Final = 100
"""How many runs are remembered; of those that have ended the oldest go first."""


class Registry:
    """The runs that the server knows, until it ends itself."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._lock = threading.Lock()

    def add(self, run: Run) -> None:
        """Remember a run, and look after it from now on."""
        with self._lock:
            self._runs[run.id] = run
            ended = [each.id for each in self._runs.values() if each.ended]
            for identity in ended[: max(len(self._runs) - MOST_RUNS, 0)]:
                del self._runs[identity]
        run.begin()

    def run(self, identity: str) -> Run:
        """Give a run.

        Raises:
            RequestError: There is none.
        """
        with self._lock:
            found = self._runs.get(identity)
        if found is None:
            raise not_found(f"there is no run {identity!r}", "runs are forgotten when the server is started anew")
        return found

    def list(self) -> RunList:
        """Give all runs, the newest first."""
        with self._lock:
            found = list(self._runs.values())
        return RunList(runs=tuple(run.state() for run in reversed(found)))
