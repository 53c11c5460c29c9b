"""Noticing that notebooks have changed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kale.checking.files import notebooks_in

PAUSE: Final = 0.3
"""Seconds between two looks at the files."""


def changes(paths: Sequence[str], pause: float = PAUSE) -> Iterator[tuple[str, ...]]:
    """Give the notebooks that paths name, now and each time one of them has changed, come or gone.

    Args:
        paths: Files and folders.
        pause: Seconds between two looks.

    Raises:
        NotebookNotFoundError: A folder has no notebook.
    """
    seen: dict[str, tuple[int, int]] | None = None
    while True:
        notebooks = notebooks_in(paths)
        now = {notebook: _stamp(notebook) for notebook in notebooks}
        if now != seen:
            yield notebooks
            # What the check itself has written is no change.
            now = {notebook: _stamp(notebook) for notebook in notebooks}
        seen = now
        time.sleep(pause)


def _stamp(notebook: str) -> tuple[int, int]:
    try:
        status = Path(notebook).stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
