"""Noticing that notebooks have changed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from kale.checking.files import notebooks_in

PAUSE: Final = 0.3
"""Seconds between two looks at the files."""

Stamp: TypeAlias = tuple[int, int]
"""When a file was last changed, in nanoseconds, and its size; zeros for a file that is gone."""


class Watch:
    """Waits for notebooks to change.

    Args:
        paths: Files and folders.
        pause: Seconds between two looks.
    """

    def __init__(self, paths: Sequence[str], pause: float = PAUSE) -> None:
        self._paths = paths
        self._pause = pause
        self._seen: dict[str, Stamp] | None = None

    def wait(self) -> tuple[str, ...]:
        """Give the notebooks that the paths name as soon as one of them has changed, come or gone; at first at once.

        Raises:
            NotebookNotFoundError: A folder has no notebook.
        """
        while True:
            # Stamped before anybody looks into the files, so that what changes meanwhile is noticed the next time.
            now = {notebook: _stamp(notebook) for notebook in notebooks_in(self._paths)}
            if now != self._seen:
                self._seen = now
                return tuple(now)
            time.sleep(self._pause)

    def accept(self, notebooks: Iterable[str]) -> None:
        """Take notebooks as they are now: the check itself has written them."""
        self._seen = {**(self._seen or {}), **{notebook: _stamp(notebook) for notebook in notebooks}}


def _stamp(notebook: str) -> Stamp:
    try:
        status = Path(notebook).stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
