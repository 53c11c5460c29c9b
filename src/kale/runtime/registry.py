"""What the parts of the runtime add to it. A step's program holds only the parts that its plan needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OPERATIONS: dict[str, Callable[..., object]] = {}
"""How each kind of operation of a plan is carried out; called with the step's outputs or inputs and its details."""

REDUCERS: dict[type, Callable[[Any], Any]] = {}
"""How objects of a type are saved that pickle refuses, or only refers to by name; ``None`` leaves them to pickle."""

STATES: dict[str, tuple[Callable[[str], list[Any]], Callable[[str, Any], None]]] = {}
"""By the first letters of its name, how a state or file is read and written; variables are not among them."""

REWRITERS: dict[str, Callable[[Any], None]] = {}
"""By the kind of operation, what changes the syntax tree of a source before it runs."""

METRICS: dict[str, float] = {}
"""The metrics reported so far."""

SAVED: dict[str, Any] = {}
"""What each artifact saved so far holds."""
