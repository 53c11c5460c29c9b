"""Files that travel with a step, as arguments of its command."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from kale.emit.segments import compress
from kale.pipeline import CarriedFile


def bundle(files: Iterable[CarriedFile]) -> str:
    """Give files as one text, of characters that no layer of the platform rewrites; empty for no files."""
    ordered = sorted(files, key=lambda file: file.path)
    if not ordered:
        return ""
    head = json.dumps([[file.path, len(file.content)] for file in ordered], separators=(",", ":"))
    data = b"\n".join((head.encode(), b"".join(file.content for file in ordered)))
    return compress(data)


def cut(text: str, limit: int) -> Sequence[str]:
    """Cut a bundle into arguments of at most ``limit`` characters."""
    return [text[start : start + limit] for start in range(0, len(text), limit)]
