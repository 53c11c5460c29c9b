"""Handlers of loggers that put what is logged where the notebook's code can read it.

A logger reaches a later step by its name, where it has the handlers that this step gives it. What later steps log comes
out as before if a handler writes to a stream of the process; if it fills a buffer or an object of the notebook's,
nothing in the pipeline sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kale.analysis.events import Call
from kale.analysis.program import Line
from kale.analysis.rules import SETTING_OF_STEP
from kale.analysis.situation import Situation
from kale.analysis.values import Place, names_in
from kale.analysis.versions import Form, Version

_LIBRARY: Final = "logging"
_BUFFERS: Final = frozenset({None, "io", "collections", "queue"})
"""Libraries whose objects the code can read; ``None`` for what Python itself makes."""


def note_handler(at: Situation, event: Call) -> None:
    """Say that a handler is known in one step only, if a later step logs and the code can read what was logged.

    Args:
        at: Where in the notebook the dataflow is.
        event: A call of ``addHandler``.
    """
    loggers = [version.name for version in _versions(at, event) if version.library == _LIBRARY]
    if not (loggers or _is_unnamed_logger(at)) or not (kept := _filled(at, event)):
        return
    names = {*loggers, kept, *(name for name, path in at.effects.imports.items() if path == _LIBRARY)}
    later = _steps_that_read(names, at.program.lines[at.line.position + 1 :])
    if len({*later, at.line.step} - {None}) > 1:
        at.report.add(
            SETTING_OF_STEP.at(
                at.line.span(event.place),
                f"what one step logs does not reach {kept!r} of another: a logger has its handlers in one process",
                help="log and read what was logged in the same step, or let the code append it to a variable itself",
            )
        )


def note_lost_lines(at: Situation, log: str, logging_step: int | None, place: Place) -> None:
    """Say that a log does not hold what other steps have logged, if the running step reads it and others log.

    Args:
        at: Where in the notebook the dataflow is.
        log: Path of the log.
        logging_step: Number of the step whose lines go there; ``None`` if each step has a log of its own.
        place: Where it is read.
    """
    own = logging_step if logging_step is not None else at.line.step
    names = {version.name for version in at.namespace.every() if version.library == _LIBRARY}
    names |= {name for name, path in at.effects.imports.items() if path.partition(".")[0] == _LIBRARY}
    lost = [step for step in _steps_that_read(names, at.program.lines[: at.line.position]) if step != own]
    if lost:
        steps = ", ".join(repr(at.program.steps[step]) for step in lost)
        at.report.add(
            SETTING_OF_STEP.at(
                at.line.span(place),
                f"{log!r} does not hold what is logged in {steps}: a process logs to files that it has opened itself",
                help="log and read the log in the same step, or let the code write what it reads later to a file",
            )
        )


def _steps_that_read(names: set[str], lines: Iterable[Line]) -> list[int]:
    """Give the numbers of the steps that read any of the names in these lines, in order."""
    reading = (line.step for line in lines if any(read.name in names for read in line.statement.reads()))
    return list(dict.fromkeys(step for step in reading if step is not None))


def _versions(at: Situation, event: Call) -> list[Version]:
    return at.namespace.existing(at.trace.resolve(event.receiver))


def _is_unnamed_logger(at: Situation) -> bool:
    """Whether the statement asks for its logger on the spot, as in ``logging.getLogger().addHandler(handler)``."""
    return any(at.effects.qualify(call.callee) == "logging.getLogger" for call in at.line.statement.calls())


def _filled(at: Situation, event: Call) -> str | None:
    """Give what a handler fills that has a name in the notebook, or a class of the notebook's that it is of."""
    given = {name for roots in event.positional for name in names_in(at.trace.resolve(roots))}
    held = (version.partners for version in at.namespace.existing(given) if version.library == _LIBRARY)
    versions = at.namespace.existing(given.union(event.passed, *held))
    return next((version.name for version in versions if _is_own(version) or _is_readable(version)), None)


def _is_own(version: Version) -> bool:
    return version.form is Form.CLASS or version.is_instance


def _is_readable(version: Version) -> bool:
    """Whether it is a buffer, a queue or a container, and not a handler or a console of a library."""
    return version.form is Form.PLAIN and not version.immutable and version.library in _BUFFERS
