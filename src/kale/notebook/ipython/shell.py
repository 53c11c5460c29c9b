"""Python that runs a command as IPython does, with the standard library alone.

Each function gives one expression, because a translated line may stand anywhere a line of the cell can, and must bind
no name that the cell does not bind. Output goes through ``sys.stdout`` line by line, so that it is captured, logged
and ordered with what the cell prints.
"""

from __future__ import annotations

import textwrap
from typing import Final

from kale.notebook.ipython.outcome import UntranslatableError
from kale.notebook.rules import BACKGROUND_COMMAND

SUBPROCESS: Final = "__import__('subprocess')"
STDOUT: Final = "__import__('sys').stdout"
_SHELL: Final = "__import__('os').environ.get('SHELL') or 'sh'"
_TEXT: Final = "encoding='utf-8', errors='replace'"


def shell_status(command: str) -> str:
    """Give an expression that runs a shell command, shows its output, and has its exit status as value.

    Args:
        command: Expression for the command's text.
    """
    return _one_line(
        f"""
        (lambda status: 128 - status if status > 128 else status)(
        (lambda process: (all({STDOUT}.write(line) or True for line in process.stdout),
        process.stdout.close(), process.wait())[-1])(
        {SUBPROCESS}.Popen([{_SHELL}, '-c', {command}],
        stdin=-3, stdout=-1, stderr=-2, {_TEXT})))
        """
    )


def shell_lines(command: str) -> str:
    """Give an expression that runs a shell command and has the lines of its output as value.

    IPython gives its own kind of list; the step does so too where its image has IPython.

    Args:
        command: Expression for the command's text.
    """
    return _one_line(
        f"""
        (__import__('IPython.utils.text', fromlist=['SList']).SList
        if __import__('importlib.util', fromlist=['find_spec']).find_spec('IPython') else list)(
        {SUBPROCESS}.run([{_SHELL}, '-c', {command}],
        stdin=-3, stdout=-1, stderr=-2, {_TEXT}).stdout.splitlines())
        """
    )


def shell_script(script: str) -> str:
    """Give an expression with the text of a script for the shell as its value.

    The text goes through a function of ``subprocess``, so that whoever reads the cell sees that it is a command.

    Args:
        script: Expression for the script's text.
    """
    return f"{SUBPROCESS}.os.fsdecode({script})"


def script_run(arguments: str, script: str, raises: bool) -> str:
    """Give an expression that runs a program with a script as its input and shows its output.

    Args:
        arguments: Expression for the list of the program and its arguments.
        script: Expression for the script's text.
        raises: Whether a failure of the program is an error.
    """
    check = f"{SUBPROCESS}.CompletedProcess(process.args, process.returncode).check_returncode()"
    return _one_line(
        f"""
        (lambda file: (file.write({script}), file.seek(0),
        (lambda process: (all({STDOUT}.write(line) or True for line in process.stdout), process.stdout.close(),
        process.wait(), file.close(), {check if raises else None}))(
        {SUBPROCESS}.Popen({arguments}, stdin=file, stdout=-1, stderr=-2, {_TEXT})), None)[-1])(
        __import__('tempfile').TemporaryFile('w+', {_TEXT}))
        """
    )


def script_output(arguments: str, script: str, raises: bool, out: bool, err: bool) -> str:
    """Give an expression that runs a program with a script as its input and has its output as value.

    Args:
        arguments: Expression for the list of the program and its arguments.
        script: Expression for the script's text.
        raises: Whether a failure of the program is an error.
        out: Whether standard output is wanted; it is shown otherwise.
        err: Whether standard error is wanted.
    """
    check = "run.check_returncode()" if raises else "None"
    parts = [part for part, wanted in (("run.stdout", out), ("run.stderr", err)) if wanted]
    shown = "None" if out else f"{STDOUT}.write(run.stdout)"
    value = parts[0] if len(parts) == 1 else f"({', '.join(parts)})"
    return _one_line(
        f"""
        (lambda run: ({shown}, {check}, {value})[-1])(
        {SUBPROCESS}.run({arguments}, input={script}, stdout=-1, stderr={"-1" if err else "None"}, {_TEXT}))
        """
    )


def refuse_background(command: str) -> None:
    """Refuse a command that IPython refuses.

    Raises:
        UntranslatableError: The command ends in ``&``.
    """
    if command.rstrip().endswith("&"):
        raise UntranslatableError(
            BACKGROUND_COMMAND,
            "the command ends in '&', but a command cannot run in the background",
            help="start the process with subprocess.Popen",
        )


def _one_line(code: str) -> str:
    """Join the lines of an expression of ours, whose user parts hold no line break because they are literals."""
    return textwrap.dedent(code).strip().replace(",\n", ", ").replace("(\n", "(").replace("\n", " ")
