"""How values are saved and made again: what the parts know of types, states and libraries."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

REDUCERS: dict[type, Callable[[Any], Any]] = {}
"""How objects of a type are saved, and those of its subclasses that have no entry of their own.

A reducer gives what ``__reduce_ex__`` would give, or ``None`` where it does not fit the object; the next less
specific type is asked then, and finally pickle.
"""

LIBRARY_TYPES: dict[str, Callable[[Any], None]] = {}
"""By the name of a library's top module, what adds the library's types to the reducers; called with the module."""

LIBRARY_MET: list[Callable[[str], None]] = []
"""Called with the name of a top module when the first object of one of its types is saved."""

KINDS: dict[str, tuple[str, str]] = {}
"""The platform's kinds of artifacts: the names of top modules, and of those classes in any of them whose objects, and
those of subclasses, are of the kind; with blanks between them."""

AGAIN: list[Callable[[bool], bool]] = []
"""Called with ``False`` before values are written, and with ``True`` when they were: whether they have to be written
once more, with what was learned of them."""

STATES: dict[str, tuple[Callable[[str], list[Any]], Callable[..., None]]] = {}
"""By the first letters of its name, how a state or file is read and written; variables are not among them.

What is read is a list of one value, or of none where there is no such file; it is written with or without a value.
"""

CARRIED: set[str] = set()
"""Names of functions and classes that the readers of the artifact being saved carry as code."""

OWN = {"__main__"}
"""Names of the top modules that are the notebook's own: itself, and those that travel with the step."""

MAKERS = sys.modules["kale_makers"] = ModuleType("kale_makers")
"""Where artifacts find the functions that make values again, whether the runtime is packed or not."""


PIECE = 1 << 22
"""How many bytes of an artifact are summed up as one."""


def shared(function: Any) -> Any:
    """Let artifacts refer to a function of the runtime."""
    function.__module__ = MAKERS.__name__
    vars(MAKERS)[function.__name__] = function
    return function


def exactly(kind: type, reduce: Callable[[Any], Any]) -> None:
    """Have objects of a type saved by a reducer, but not those of its subclasses."""
    REDUCERS[kind] = lambda value: reduce(value) if type(value) is kind else None


WARNED: set[str] = set()


def warn(message: str) -> None:
    """Say something about the step's artifacts where the step's errors are printed, once."""
    if message not in WARNED:
        WARNED.add(message)
        print("kale:", message, file=sys.stderr)
