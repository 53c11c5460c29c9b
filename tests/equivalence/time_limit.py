"""A limit on what a piece of code may take, so that an endless loop is a failure with a name."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


class OutOfTimeError(BaseException):
    """The code took too long. No handler of ordinary exceptions stops it, and Hypothesis does not try it again."""


@contextlib.contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Stop the code inside after some time; for the main thread only.

    Args:
        seconds: How long it may take.
        what: What it is, for the message.

    Raises:
        OutOfTimeError: The code took longer.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError(f"not done after {seconds} s: {what}")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
