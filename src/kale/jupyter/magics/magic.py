"""``%kale``: a command of the command line, on the notebook at hand."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import click

from kale.cli.screen import Screen
from kale.errors import KaleError
from kale.jupyter.display import NotebookScreen
from kale.jupyter.magics.at_hand import notebook_at_hand
from kale.jupyter.magics.commands import DESCRIPTIONS, NOTEBOOK_OPTION, command_named, failure_words
from kale.jupyter.magics.failures import MagicError
from kale.jupyter.magics.history import ExecutedCells
from kale.jupyter.magics.location import session_notebook
from kale.suggestion import closest

USAGE: Final = f"%kale {'|'.join(DESCRIPTIONS)} [OPTIONS]"
HELP: Final = "\n".join(
    [
        "Work on the notebook at hand.\n",
        f"Write {USAGE}\n",
        *(f"    %kale {name:<8} {what}" for name, what in DESCRIPTIONS.items()),
        "\n%kale COMMAND --help says which options a command takes: those of the command line.",
        "The file of the notebook is found by itself; --notebook FILE names another one. What has been executed in",
        "this kernel and is not saved counts as well, and a note says so.",
    ]
)


def line_function(shell: Any, executed: ExecutedCells) -> Callable[[str], None]:  # noqa: ANN401 - any of IPython's shells
    """Give the magic ``%kale``.

    Args:
        shell: IPython's shell.
        executed: What it has executed.
    """

    def run(line: str) -> None:
        words = _split(line)
        if not words or words[0] in ("-h", "--help"):
            click.echo(HELP)
            return
        name, *arguments = words
        if name not in DESCRIPTIONS:
            hint = closest(name, DESCRIPTIONS) or f"the commands are {', '.join(DESCRIPTIONS)}"
            raise MagicError(f"%kale has no command {name!r}; {hint}\nusage: {USAGE}")
        _run(shell, executed, name, arguments)

    run.__name__ = "kale"
    run.__doc__ = HELP
    run._ipython_magic_no_var_expand = True  # type: ignore[attr-defined]
    return run


def screen_of(shell: Any) -> Screen:  # noqa: ANN401 - any of IPython's shells
    """Give where a shell shows things: a kernel has a notebook in front of it, or something like it."""
    return Screen() if getattr(shell, "kernel", None) is None else NotebookScreen()


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise MagicError(f"%kale cannot be read: {str(error).lower()}\nusage: {USAGE}") from None


def _run(shell: Any, executed: ExecutedCells, name: str, arguments: Sequence[str]) -> None:  # noqa: ANN401 - as above
    command, screen = command_named(name), screen_of(shell)
    try:
        with command.make_context(f"%kale {name}", list(arguments), obj=screen) as context:
            named = context.params.pop(NOTEBOOK_OPTION)
            path = Path(named) if named else session_notebook(shell, os.environ)
            at_hand = notebook_at_hand(path, ExecutedCells() if named else executed)
            if at_hand.note:
                screen.note(at_hand.note)
            context.params["notebook"] = at_hand.source
            command.invoke(context)
    except KeyboardInterrupt:
        raise MagicError(f"%kale {name} was interrupted") from None
    except click.exceptions.Exit as end:
        if end.exit_code:
            raise MagicError(f"%kale {name} {failure_words(end.exit_code)}") from None
    except click.UsageError as error:
        usage = error.ctx.get_usage() if error.ctx else f"Usage: {USAGE}"
        raise MagicError(f"{error.format_message()}\n{usage}") from None
    except click.ClickException as error:
        raise MagicError(error.format_message()) from None
    except KaleError as error:
        screen.error(error)
        raise MagicError(f"%kale {name} failed; what is wrong is shown above") from None
