"""Which calls may call what they are given."""

from __future__ import annotations

from typing import Final

from kale.analysis.events import Call
from kale.analysis.knowledge import HOLDING_CALLS, IMMUTABLE_CALLS, STORING_METHODS, words
from kale.analysis.values import NO_ROOTS, Roots

METHOD_CALLER: Final = "operator.methodcaller"
"""Makes functions that call a method of what they are given."""

_APPLYING: Final = words(
    """
    map filter sorted min max iter functools.reduce itertools.accumulate itertools.groupby itertools.takewhile
    itertools.dropwhile itertools.starmap itertools.filterfalse heapq.nlargest heapq.nsmallest heapq.merge
    """
)
"""Functions that call what they are given, and hold on to it or to what it gives."""

_TAKING_KEY: Final = words(
    "sorted min max itertools.accumulate itertools.groupby heapq.nlargest heapq.nsmallest heapq.merge"
)
"""Those of them that are given the function by name, and what it is called with first."""

_APPLYING_METHODS: Final = words("map imap starmap apply applymap submit pipe transform agg sub subn")
"""Methods that call what they are given first."""

_KEEPING: Final = HOLDING_CALLS - _APPLYING
_ASKING_NOTHING: Final = IMMUTABLE_CALLS - {"any", "all"} | words("print display type")


def may_call_arguments(call: Call, qualified: str | None) -> bool:
    """Whether a call may call what it is given, rather than put it into something or ask what it is.

    Args:
        call: The call.
        qualified: Full dotted path of what it calls, where that is no function of the notebook's.
    """
    return not (qualified in _KEEPING or qualified in _ASKING_NOTHING or call.method in STORING_METHODS)


def called_arguments(call: Call, qualified: str | None) -> Roots:
    """Give what a library's function or method calls of what it is given, as ``map`` calls its first argument."""
    if qualified not in _APPLYING and call.method not in _APPLYING_METHODS:
        return NO_ROOTS
    first = () if qualified in _TAKING_KEY else call.positional[:1]
    return NO_ROOTS.union(*first, *(roots for name, roots in call.keywords if name in ("key", "func")))
