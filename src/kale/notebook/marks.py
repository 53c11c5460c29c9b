"""Annotations that are a line of the cell itself: ``%%step NAME`` and its kin, where a cell magic would stand.

In Jupyter, ``%load_ext kale`` makes magics of them that run the cell as it is. Here they are taken off, and an empty
line is left, so that every other line of the cell keeps its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kale.notebook.ipython.cleaning import CELL_MAGIC, cleaned
from kale.notebook.ipython.knowledge import ANNOTATING_CELLS

STEP: Final = "step"
ROLE_TAGS: Final[Mapping[str, str]] = {
    "imports": "imports",
    "functions": "functions",
    "parameters": "pipeline-parameters",
    "metrics": "pipeline-metrics",
    "skip": "skip",
}
"""The tags that the magics without arguments stand for."""


@dataclass(frozen=True)
class MarkLine:
    """The line of a cell that annotates it.

    Attributes:
        name: Name of the magic.
        arguments: What follows it.
        text: The line, without white space around it.
        line: Its number, from 1.
        column: Its first column, from 1.
    """

    name: str
    arguments: str
    text: str
    line: int = 1
    column: int = 1


def mark_line(source: str) -> MarkLine | None:
    """Give the line that annotates a cell, or nothing when there is none.

    Args:
        source: The cell as written.
    """
    if "%%" not in source:
        return None
    found = CELL_MAGIC.match(cleaned(source))
    if found is None or found["name"] not in ANNOTATING_CELLS:
        return None
    line = found.string.count("\n", 0, found.start("name")) + 1
    written = source.split("\n")[line - 1]
    return MarkLine(
        name=found["name"],
        arguments=found["arguments"].strip(),
        text=written.strip(),
        line=line,
        column=len(written) - len(written.lstrip()) + 1,
    )


def without_mark(source: str) -> str:
    """Give a cell's source with an empty line in the place of the one that annotates it."""
    mark = mark_line(source)
    if mark is None:
        return source
    lines = source.split("\n")
    lines[mark.line - 1] = ""
    return "\n".join(lines)
