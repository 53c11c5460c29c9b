"""Where in the notebook sources and values stand, as far as the step was told. Read before the notebook's code runs."""

from __future__ import annotations

import json
import os
from typing import Any

SOURCES: list[tuple[str, int]] = []
"""For each source of the plan: what tracebacks call its cell, and the line of the cell on which it starts."""

TOLD: dict[str, Any] = {}
"""What the step was told, for variables to ``load``, and those to ``save``: cell and line that make and use them; and
the ``notebook``."""


def name_file(cell: int, file: str) -> str:
    """Give what tracebacks call a cell of a notebook, or a Python file, which has no cells."""
    return f"<{file} cell {cell}>" if cell else f"<{file}>"


def take_places(text: str) -> None:
    """Take in what the step was told; nobody has to say, and the step then goes by its own name."""
    try:
        told = json.loads(text)
        for cell, line, *file in told["places"]:
            SOURCES.append((name_file(cell, *file or [told["notebook"]]), line))
        TOLD.update(told)
    except (KeyError, TypeError, ValueError):
        SOURCES.clear()


take_places(os.environ.get("KALE_PLACES", ""))
