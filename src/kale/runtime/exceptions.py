"""Exceptions, saved with what they came from."""

from __future__ import annotations

from typing import Any

from kale.runtime.registry import REDUCERS, warn


def reduce_exception(error: BaseException) -> Any:
    """Save an exception as it wants to be, and its cause and context with it."""
    reduced = error.__reduce_ex__(4)
    if len(reduced) > 3 or type(error).__setstate__ is not BaseException.__setstate__:
        return reduced
    return (*reduced[:2], exception_state(error))


def exception_state(error: BaseException) -> dict[str, Any]:
    """Give what an exception has besides its arguments."""
    if error.__traceback__:
        warn(f"the traceback of {type(error).__name__} stays in this step")
    state = {"__cause__": error.__cause__, "__context__": error.__context__}
    # Setting a cause hides the context, so that whether it is hidden comes last.
    return {**vars(error), **state, "__suppress_context__": error.__suppress_context__}


REDUCERS[BaseException] = reduce_exception
