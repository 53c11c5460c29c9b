"""Errors as the notebook would show them: its cells, not this program."""

from __future__ import annotations

import sys
import threading
from typing import Any

from kale.runtime.registry import OPERATIONS

HALF = 25_000
"""Characters of the beginning, and of the end, of a message or a traceback that are kept; neither has a bound."""
FULL = (27, 28, 122)
"""What Linux says when a file, a disk, or a user's share of it is full."""


def without_frames(error: BaseException, hidden: tuple[str, ...]) -> None:
    """Take frames out of an error's traceback, and of those that it came from or holds.

    Args:
        error: The error.
        hidden: How the names of the modules begin whose frames nobody wants to see.
    """
    pending: list[Any] = [error]
    seen: set[int] = set()
    while pending:
        error = pending.pop()
        if id(error) not in seen and isinstance(error, BaseException):
            seen.add(id(error))
            frames, trace = [], error.__traceback__
            while trace:
                if not str(trace.tb_frame.f_globals.get("__name__")).startswith(hidden):
                    frames.append(trace)
                trace = trace.tb_next
            for frame in reversed(frames):
                frame.tb_next = trace
                trace = frame
            error.__traceback__ = trace
            inside = getattr(error, "exceptions", None)
            pending += [error.__cause__, error.__context__, *(inside if isinstance(inside, tuple) else ())]


def traceback_of(error: BaseException, *hidden: str) -> str:
    """Give an error's traceback as text, without the frames of the runtime and of what else is hidden."""
    import traceback

    without_frames(error, ("kale.runtime", *hidden))
    return shortened("".join(traceback.format_exception(type(error), error, error.__traceback__)))


def shortened(text: str) -> str:
    """Give a text without its middle where it is too long."""
    return text if len(text) < 3 * HALF else f"{text[:HALF]}\n… left out …\n{text[-HALF:]}"


def explain(operation: list[Any], error: BaseException) -> dict[str, Any]:
    """Print an error as the notebook would show it, and give it as data.

    Args:
        operation: What the step was doing, as its plan says.
        error: What went wrong.
    """
    crossing = operation[0] in ("load", "save")
    text = traceback_of(error, *(("pickle", "dill") if crossing else ()))
    print(text, end="", file=sys.stderr)
    try:
        message = shortened(str(error))
    except Exception:
        message = "<exception str() failed>"
    failure = {"phase": operation[0], "type": type(error).__name__, "message": message, "traceback": text}
    note: Any = None
    if isinstance(error, SystemExit):
        note = f"the cell ended the step with exit code {error.code!r}, so its outputs were not saved"
        message = ""
    elif isinstance(error, EOFError) and message == "EOF when reading a line":
        note = "in a step, nobody answers input()"
    elif crossing:
        note = OPERATIONS["note_on_value"](operation, failure)
    if isinstance(error, OSError) and error.errno in FULL:
        room = f"no room for {error.filename or 'a file'}: make some, or mount a larger volume"
        note = f"{note}\n{room}" if note else room
    if note:
        print("kale:", note, file=sys.stderr)
        failure["message"] = f"{message}\n{note}".lstrip()
    return failure


def explain_in_thread(given: Any) -> None:
    """Print an error that ends a thread; Python's own way, before 3.13, does not find the lines of cells."""
    if given.exc_type is not SystemExit:
        name = given.thread.name if given.thread else threading.get_ident()
        print(f"Exception in thread {name}:\n{traceback_of(given.exc_value)}", end="", file=sys.stderr)


def exit_code(error: BaseException) -> int:
    """Give the exit code of a step that failed."""
    code = 130 if isinstance(error, KeyboardInterrupt) else getattr(error, "code", 1)
    return code if isinstance(code, int) and code else 1


threading.excepthook = explain_in_thread
