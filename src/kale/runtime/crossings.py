"""What is said of a variable that could not be loaded or saved."""

from __future__ import annotations

from typing import Any

from kale.runtime.places import TOLD
from kale.runtime.registry import OPERATIONS


def note_on_value(operation: list[Any], failure: dict[str, Any]) -> str | None:
    """Find out which variable could not be loaded or saved, and say where the notebook makes and uses it."""
    message = failure["message"]
    for name in sorted(operation[2], key=lambda name: (message + repr(name)).index(repr(name))):
        failure["variable"] = name
        if name in TOLD.get(operation[0], {}):
            made, line, used, use = TOLD[operation[0]][name]
            failure["made"] = [TOLD["notebook"], made, line]
            return f"{name!r} is made in cell {made}, line {line} and used in cell {used}, line {use}"
        break
    return None


OPERATIONS["note_on_value"] = note_on_value
