"""Exceptions, saved with what they came from."""

from __future__ import annotations

from copyreg import _slotnames  # type: ignore[attr-defined]  # what pickle itself uses
from typing import Any

from kale.runtime.reducers import REDUCERS, warn


def says_itself(kind: type) -> bool:
    """Whether a class of exceptions, or a base of it, says how they are saved."""
    own = (base for base in kind.__mro__ if base.__module__ != "builtins")
    return any({"__reduce__", "__reduce_ex__"} & vars(base).keys() for base in own)


def reduce_exception(error: BaseException) -> Any:
    """Save an exception as it wants to be, and its cause and context with it."""
    reduced = error.__reduce_ex__(4)
    if len(reduced) > 3 or type(error).__setstate__ is not BaseException.__setstate__:
        return reduced
    return (*reduced[:2], exception_state(error, *reduced[2:]))


def exception_state(error: BaseException, state: Any = None) -> dict[str, Any]:
    """Give what an exception has besides its arguments.

    Args:
        error: The exception.
        state: What pickle would save of that.
    """
    kind = type(error)
    if error.__traceback__:
        warn(f"the traceback of {kind.__name__} stays in this step")
    names = ["__notes__", "__cause__", "__context__"]
    if not says_itself(kind):
        names += [*vars(error), *_slotnames(kind)]
    if isinstance(error, (NameError, AttributeError)):
        names += ["name", "obj"]
    found = {name: getattr(error, name) for name in names if hasattr(error, name)}
    # Setting a cause hides the context, so that whether it is hidden comes last.
    return {**(state or {}), **found, "__suppress_context__": error.__suppress_context__}


REDUCERS[BaseException] = reduce_exception
