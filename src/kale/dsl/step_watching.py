"""Whoever wants to know when a step function, called as an ordinary function, has come back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Final, Protocol, TypeVar

R = TypeVar("R")


class StepWatcher(Protocol):
    """Is told of the calls of step functions, except those that stand inside of a step."""

    def before(self) -> None:
        """A step function is about to be called."""

    def after(self, value: object) -> None:
        """It has given this value."""


_WATCHER: Final[ContextVar[StepWatcher | None]] = ContextVar("kale step watcher", default=None)


@contextlib.contextmanager
def watching(watcher: StepWatcher | None) -> Iterator[None]:
    """Tell somebody of the calls that are made here; with ``None``, nobody."""
    token = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(token)


def watched_call(call: Callable[[], R]) -> R:
    """Call a step function, and tell whoever wants to know."""
    watcher = _WATCHER.get()
    if watcher is None:
        return call()
    watcher.before()
    with watching(None):
        value = call()
    watcher.after(value)
    return value
