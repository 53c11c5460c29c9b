"""Files that travel with a step, as arguments of its command."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Final

from kale.emit.segments import deflate
from kale.pipeline import CarriedFile

_TO_ARGUMENT: Final = str.maketrans("{$", ".,")
"""Base 85 has these two characters, which layers of the platform rewrite, but neither of the others. Python has it: the
image may have kale, so that nothing unpacks a program that could bring another one.
"""


def bundle(files: Iterable[CarriedFile]) -> str:
    """Give files as one text, of characters that no layer of the platform rewrites; empty for no files."""
    ordered = sorted(files, key=lambda file: file.path)
    if not ordered:
        return ""
    head = json.dumps([[file.path, len(file.content)] for file in ordered], separators=(",", ":"))
    data = b"\n".join((head.encode(), b"".join(file.content for file in ordered)))
    return base64.b85encode(deflate(data)).decode("ascii").translate(_TO_ARGUMENT)


def cut(text: str, limit: int) -> Sequence[str]:
    """Cut a bundle into arguments of at most ``limit`` characters."""
    return [text[start : start + limit] for start in range(0, len(text), limit)]
