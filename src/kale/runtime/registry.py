"""What the parts of the runtime add to it. A step's program holds only the parts that its plan needs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

OPERATIONS: dict[str, Callable[..., object]] = {}
"""How each kind of operation of a plan is carried out; called with the step's outputs or inputs and its details."""

CARRIED: set[str] = set()
"""Names of functions and classes that the readers of the artifact being saved carry as code."""

OWN = {"__main__"}
"""Names of the top modules that are the notebook's own: itself, and those that travel with the step."""

REDUCERS: dict[type, Callable[[Any], Any]] = {}
"""How objects of a type are saved, and those of its subclasses that have no entry of their own.

A reducer gives what ``__reduce_ex__`` would give, or ``None`` where it does not fit the object; the next less
specific type is asked then, and finally pickle.
"""

LIBRARY_TYPES: dict[str, Callable[[Any], None]] = {}
"""By the name of a library's top module, what adds the library's types to the reducers; called with the module."""

LIBRARY_MET: list[Callable[[str], None]] = []
"""Called with the name of a top module when the first object of one of its types is saved."""

KINDS: dict[str, list[str]] = {}
"""The platform's kinds of artifacts, with the classes whose objects, and those of subclasses, are of it.

Each class is named by its library's top module and its own name.
"""

AGAIN: list[Callable[[bool], bool]] = []
"""Called with ``False`` before values are written, and with ``True`` when they were: whether they have to be written
once more, with what was learned of them."""

STATES: dict[str, tuple[Callable[[str], list[Any]], Callable[..., None]]] = {}
"""By the first letters of its name, how a state or file is read and written; variables are not among them.

What is read is a list of one value, or of none where there is no such file; it is written with or without a value.
"""

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

MAKERS = sys.modules["kale_makers"] = ModuleType("kale_makers")
"""Where artifacts find the functions that make values again, whether the runtime is packed or not."""


def shared(function: Any) -> Any:
    """Let artifacts refer to a function of the runtime."""
    function.__module__ = MAKERS.__name__
    vars(MAKERS)[function.__name__] = function
    return function


def exactly(kind: type, reduce: Callable[[Any], Any]) -> None:
    """Have objects of a type saved by a reducer, but not those of its subclasses."""
    REDUCERS[kind] = lambda value: reduce(value) if type(value) is kind else None


def warn(message: str) -> None:
    """Say something about the step's artifacts where the step's errors are printed, once."""
    if message not in WARNED:
        WARNED.add(message)
        print("kale:", message, file=sys.stderr)


WARNED: set[str] = set()
