"""What the parts of the runtime add to it. A step's program holds only the parts that its plan needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OPERATIONS: dict[str, Callable[..., object]] = {}
"""How each kind of operation of a plan is carried out; called with the step's outputs or inputs and its details."""

REWRITERS: dict[str, Callable[..., None]] = {}
"""By the kind of operation, what changes the syntax tree of a source before it runs; called with what the operation
says beyond the source."""

LISTENERS: dict[str, list[Callable[..., object]]] = {"before": [], "after": [], "figure": [], "end": []}
"""Called before a source runs, with the operation's kind, file, first line and text; after it, however it ended; with
a figure to be shown; and when the step has ended, with the failure as data or ``None``."""

DISPLAYS: list[Callable[[Any, dict[str, Any]], object]] = []
"""How a value is shown, the last one counts; called with the value and the options of ``display``."""

ARGUMENTS: list[str] = []
"""The sources of the plan, and after them what travels with the step, as the command has them."""

METRICS: dict[str, float] = {}
"""The metrics reported so far."""

CHARTS: dict[str, dict[str, Any]] = {}
"""The confusion matrices and ROC curves reported so far, by the name of their output, as the platform takes them."""

SAVED: dict[str, Any] = {}
"""What each artifact saved so far holds."""


def announce(event: str, *facts: object) -> None:
    """Tell the parts that listen what happens to a source or to the step."""
    for listener in LISTENERS[event]:
        listener(*facts)


PLAN: dict[str, Any] = {}
"""The plan that is being carried out."""

LATE: list[bytes] = []
"""Parts of the packed program that nothing asks for before values are loaded or saved, which is when they are run."""
