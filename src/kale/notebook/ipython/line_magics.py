"""Line magics: ``%name arguments`` on a line of its own, or right of an assignment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kale.notebook.ipython import environment, installs, timing
from kale.notebook.ipython.calls import Call
from kale.notebook.ipython.knowledge import (
    ANNOTATING_CELLS,
    DISPLAY_CELLS,
    INTERACTIVE_ONLY,
    SCRIPT_CELLS,
    SHELL_ALIASES,
    UNSUPPORTED,
)
from kale.notebook.ipython.outcome import Replacement, UntranslatableError
from kale.notebook.ipython.shell import refuse_background, shell_lines, shell_status
from kale.notebook.rules import MISPLACED_CELL_MAGIC, UNKNOWN_MAGIC, UNSUPPORTED_MAGIC
from kale.notebook.similarity import nearest_word

_CELL_ONLY: Final = DISPLAY_CELLS | SCRIPT_CELLS | {"capture", "file", "script", "writefile"}


def line_magic(call: Call) -> Replacement:
    """Give what stands in for a line magic: a statement, or an expression where it is assigned.

    Raises:
        UntranslatableError: It has no translation.
    """
    handler = _HANDLERS.get(call.name)
    if handler is not None:
        return handler(call)
    if call.name in SHELL_ALIASES:
        return _alias(call)
    if call.name in INTERACTIVE_ONLY:
        if call.is_value:
            raise call.valueless()
        return Replacement()
    raise refusal(call)


def shell_command(command: str, call: Call) -> Replacement:
    """Give what stands in for ``!command``; a failure of the command is not an error, as in IPython.

    Raises:
        UntranslatableError: The command cannot run in a step.
    """
    arguments = installs.pip_arguments(command)
    if arguments is not None:
        return installs.pip(arguments)
    refuse_background(command)
    return Replacement(f"_exit_code = {shell_status(call.text(command))}")


def captured_command(command: str, call: Call) -> Replacement:
    """Give what stands in for ``name = !command`` right of the assignment.

    Raises:
        UntranslatableError: The command cannot run in a step.
    """
    if command.startswith("!"):
        raise call.malformed("an assignment takes one '!'")
    arguments = installs.pip_arguments(command)
    if arguments is not None and installs.pip(arguments).packages:
        raise call.valueless()
    refuse_background(command)
    return Replacement(shell_lines(call.text(command)))


def refusal(call: Call) -> UntranslatableError:
    """Give the refusal of a magic that has no translation."""
    if call.name in ANNOTATING_CELLS:
        return UntranslatableError(
            MISPLACED_CELL_MAGIC,
            f"'%%{call.name}' does not stand on the first line of its cell, so it says nothing of the cell",
            help="write it above everything else in the cell",
        )
    if call.name.startswith("%") or (call.name in _CELL_ONLY and not call.is_cell):
        name = call.name.lstrip("%")
        return UntranslatableError(
            MISPLACED_CELL_MAGIC,
            f"the cell magic '%%{name}' does not stand on the first line of its cell",
            help="give it a cell of its own",
        )
    if call.name in UNSUPPORTED:
        return UntranslatableError(
            UNSUPPORTED_MAGIC, f"{call.title} has no meaning in a step", help=UNSUPPORTED[call.name]
        )
    nearest = nearest_word(call.name, (*_HANDLERS, *INTERACTIVE_ONLY, *SHELL_ALIASES, *_CELL_ONLY, *ANNOTATING_CELLS))
    return UntranslatableError(
        UNKNOWN_MAGIC,
        f"the magic {call.title!r} is not known{f'; did you mean {nearest!r}?' if nearest else ''}",
        help="write what it does in plain Python, or tag the cell 'skip'",
    )


def _alias(call: Call) -> Replacement:
    if call.is_value:
        raise call.valueless()
    command = f"{SHELL_ALIASES[call.name]} {call.arguments}".strip()
    refuse_background(command)
    return Replacement(f"_exit_code = {shell_status(call.text(command))}")


def _captured(call: Call) -> Replacement:
    return captured_command(call.arguments, call)


def _pip(call: Call) -> Replacement:
    if call.is_value:
        raise call.valueless()
    return installs.pip(call.arguments)


def _uv(call: Call) -> Replacement:
    program, _, arguments = call.arguments.strip().partition(" ")
    if program != "pip" or call.is_value:
        raise installs.other_installer(call.title)
    return installs.pip(arguments)


def _other_installer(call: Call) -> Replacement:
    raise installs.other_installer(call.title)


_HANDLERS: Final[dict[str, Callable[[Call], Replacement]]] = {
    "cd": environment.cd,
    "conda": _other_installer,
    "env": environment.env,
    "mamba": _other_installer,
    "micromamba": _other_installer,
    "pip": _pip,
    "prun": timing.time,
    "pwd": environment.pwd,
    "set_env": environment.set_env,
    "sx": _captured,
    "system": _captured,
    "time": timing.time,
    "timeit": timing.timeit,
    "uv": _uv,
}
