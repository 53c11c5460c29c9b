"""Tracebacks that show the notebook's cells, not this program."""

from __future__ import annotations

import sys


def without_runtime(error: BaseException | None, seen: set[int]) -> None:
    """Take the frames of the runtime out of an error's traceback, and of those that it came from."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    frames, trace = [], error.__traceback__
    while trace:
        if not str(trace.tb_frame.f_globals.get("__name__")).startswith("kale.runtime"):
            frames.append(trace)
        trace = trace.tb_next
    for frame in reversed(frames):
        frame.tb_next = trace
        trace = frame
    error.__traceback__ = trace
    without_runtime(error.__cause__, seen)
    without_runtime(error.__context__, seen)


def explain(phase: str, error: BaseException) -> dict[str, str]:
    """Print an error as the notebook would show it, and give it as data.

    Args:
        phase: What the step was doing: ``define``, ``parameter``, ``load``, ``run``, ``metrics`` or ``save``.
        error: What went wrong.
    """
    import traceback

    without_runtime(error, set())
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    print(text, end="", file=sys.stderr)
    message = str(error)
    if isinstance(error, SystemExit):
        message = f"the cell ended the step with exit code {error.code!r}, so its outputs were not saved"
        print("kale:", message, file=sys.stderr)
    return {"phase": phase, "type": type(error).__name__, "message": message, "traceback": text}


def exit_code(error: BaseException) -> int:
    """Give the exit code of a step that failed."""
    code = 130 if isinstance(error, KeyboardInterrupt) else getattr(error, "code", 1)
    return code if isinstance(code, int) and code else 1
