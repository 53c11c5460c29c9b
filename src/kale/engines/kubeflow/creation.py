"""Making something on the server once, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from kale.engines.kubeflow.connection import FIRST_PAUSE, LONGEST_PAUSE, Connection, Request
from kale.engines.kubeflow.faults import Fault, FaultError, Outcome
from kale.errors import UnreachableError

_LOOKS: Final = 5
"""How often to look for what an unanswered request may have made."""

_CONFLICT: Final = 409

T = TypeVar("T")


def create_once(connection: Connection, find: Callable[[], T | None], create: Request, what: str) -> T:
    """Make something, and find it again where it is not known whether it was made.

    Args:
        connection: The server.
        find: Gives the thing if it is there.
        create: Makes the thing.
        what: What to call it in a message.

    Raises:
        kale.errors.KaleError: It was not made, or may be made yet; the message says which.
    """
    pause, spent = FIRST_PAUSE, 0.0
    while True:
        try:
            made: T = connection.attempt(create)
        except FaultError as error:
            fault = error.fault
        else:
            return made
        if fault.status == _CONFLICT or fault.outcome is Outcome.UNKNOWN:
            found = _look(connection, find, fault, what)
            if found is not None:
                return found
        wait = fault.wait or pause
        if fault.outcome in (Outcome.REFUSED, Outcome.EXPIRED) or spent + wait > connection.patience:
            raise connection.error_of(fault)
        connection.pause(wait)
        spent, pause = spent + wait, min(2 * pause, LONGEST_PAUSE)


def _look(connection: Connection, find: Callable[[], T | None], fault: Fault, what: str) -> T | None:
    """Give what a request has made after all.

    Raises:
        kale.errors.UnreachableError: The server may still be making it, so that it must not be asked again.
    """
    pause = FIRST_PAUSE
    for _ in range(_LOOKS if fault.pending else 1):
        found = find()
        if found is not None:
            return found
        connection.pause(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    if fault.pending:
        raise UnreachableError(
            f"{fault.error.message}; {what} is not there, but may still come to be, so it was not asked for again: look"
            " later before you do"
        )
    return None
