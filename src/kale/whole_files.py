"""Writing a whole file or none of it."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from kale.errors import OutputError


def write_whole(path: Path, content: str | bytes) -> None:
    """Write ``content`` to ``path``, text in UTF-8; a file that is there stays as it is until the new one is complete.

    The content goes to a temporary file beside it, which then takes its place.

    Raises:
        OutputError: The file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            # A device or a pipe, such as /dev/stdout, is written to; it cannot be replaced.
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.is_file():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
