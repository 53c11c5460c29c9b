"""What cells print, kept for the report while it goes its way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

KEPT = 50_000
"""Characters kept of the beginning, and of the end, of what a cell prints in one go."""


class Stream:
    """Text that a cell prints without showing anything else in between.

    Args:
        kind: ``stdout`` or ``stderr``.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.parts: list[str] = []
        self.size = 0

    def add(self, text: str) -> None:
        """Take more text. However much comes, little is kept."""
        self.parts.append(text)
        self.size += len(text)
        if self.size > 3 * KEPT:
            whole = self.as_shown()
            if len(whole) > 2 * KEPT:
                whole = f"{whole[:KEPT]}\n… left out …\n{whole[-KEPT:]}"
            self.parts, self.size = [whole], len(whole)

    def as_shown(self) -> str:
        """Give the text as a terminal would leave it: lines written over, such as progress bars, and no colours."""
        plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", "".join(self.parts))
        return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in plain.split("\n"))


class Tee(io.TextIOWrapper):
    """A standard stream that also hands on what Python code prints."""

    def keep(self, text: str) -> None:
        """Take a text that is printed; replaced by whoever wants to have it."""

    def write(self, text: str) -> int:
        """Print text."""
        self.keep(text)
        return super().write(text)


def tee(stream: Any, keep: Callable[[str], None]) -> Tee:
    """Give a stream in place of a standard one, on the same file.

    Args:
        stream: The stream, of no use afterwards.
        keep: Takes what is printed.
    """
    made = Tee(stream.detach(), encoding="utf-8", errors="backslashreplace", line_buffering=True)
    made.keep = keep  # type: ignore[assignment,method-assign]
    return made
