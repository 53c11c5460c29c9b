"""Folders for runs, which are never used twice."""

from __future__ import annotations

import contextlib
from pathlib import Path

from kale.errors import OutputError


def numbered_folder(root: Path, name: str) -> Path:
    """Make a folder called like ``name`` with the next free number, and give its absolute path.

    Args:
        root: Where to make it; made as well if need be.
        name: What comes before the number.

    Raises:
        kale.errors.OutputError: The folder cannot be made.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        taken = [path.name.removeprefix(f"{name}-") for path in root.glob(f"{name}-*")]
        number = max((int(suffix) for suffix in taken if suffix.isdecimal()), default=0)
        while True:
            number += 1
            with contextlib.suppress(FileExistsError):
                (root / f"{name}-{number}").mkdir()
                return (root / f"{name}-{number}").resolve()
    except OSError as error:
        raise OutputError(f"cannot make a folder for the run in {root}: {error.strerror or error}") from error
