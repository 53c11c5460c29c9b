"""Files that travel with a step, as arguments of its command."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from kale.diagnostics import Diagnostic
from kale.emit.rules import OVERSIZED_FILES
from kale.emit.segments import compress
from kale.pipeline import CarriedFile, Step

MAX_FILES: Final = 512 * 1024
"""Most bytes of arguments that hold files of one step; with its code they must stay below what a process takes."""


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


def check_files(step: Step) -> Iterable[Diagnostic]:
    """Find whether the files that travel with a step are too large for that."""
    size = len(bundle(step.modules)) + len(bundle(step.files))
    if size > MAX_FILES:
        largest = max((*step.modules, *step.files), key=lambda file: len(file.content))
        yield OVERSIZED_FILES.at(
            None,
            f"the modules and files that travel with step {step.name!r} take {size // 1024:,} KiB of the pipeline;"
            f" there is room for {MAX_FILES // 1024} KiB; the largest is {largest.path!r}",
            help="put large files into the image or on a volume, or fetch them in the step",
        )
