"""The commands of ``%kale``: those of the command line, on the notebook at hand."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Final

import click

from kale.checking import Checker
from kale.checking.findings import FileReport
from kale.cli.check import chosen_rules
from kale.cli.group import kale
from kale.cli.problems import BAD_INPUT, FAILED_RUN, problems_reported
from kale.cli.screen import current_screen
from kale.cli.sources import NamedSource
from kale.diagnostics import Severity
from kale.notebook import Notebook

DESCRIPTIONS: Final[Mapping[str, str]] = {
    "check": "say everything that is wrong with the notebook, or doubtful in it",
    "compile": "write the YAML of the pipeline",
    "explain": "say why steps wait for others, or what is behind an edge a->b, a variable or a step",
    "graph": "draw the steps and what flows between them",
    "run": "run the pipeline on this machine, every step in a process of its own",
    "verify": "compare what the notebook and its pipeline compute",
}
"""The commands, each with what it does."""

NOTEBOOK_OPTION: Final = "notebook_file"
_GIVEN: Final = frozenset({"notebook", "notebooks"})


def command_named(name: str) -> click.Command:
    """Give a command that takes what the command line's takes, but for the notebook, which ``--notebook`` may name.

    Args:
        name: One of :data:`DESCRIPTIONS`.
    """
    found = _checking() if name == "check" else kale.get_command(click.Context(kale), name)
    assert found is not None
    command = copy.copy(found)
    option = click.Option(["--notebook", NOTEBOOK_OPTION], metavar="FILE", help="The notebook [default: this one].")
    command.params = [*(parameter for parameter in found.params if parameter.name not in _GIVEN), option]
    return command


def _checking() -> click.Command:
    """Give ``kale check`` for one notebook, which need not be a file and is not changed."""
    whole = kale.get_command(click.Context(kale), "check")
    assert whole is not None
    options = [parameter for parameter in whole.params if parameter.name in ("select", "ignore")]
    return click.Command("check", params=[*options], callback=_check, help=DESCRIPTIONS["check"])


def _check(*, notebook: NamedSource, select: str | None, ignore: str | None) -> None:
    with problems_reported():
        checker = Checker(chosen_rules(select), chosen_rules(ignore))
        report = _report(checker, notebook)
        if report.error is not None:
            raise report.error
        current_screen().diagnostics(report.diagnostics, notebook.name)
    if not report.diagnostics:
        click.echo("No problems found.")
    if any(found.severity is Severity.ERROR for found in report.diagnostics):
        raise click.exceptions.Exit(FAILED_RUN)


def _report(checker: Checker, notebook: NamedSource) -> FileReport:
    if isinstance(notebook.source, Notebook):
        return checker.check_notebook(notebook.source, notebook.text)
    return checker.check(notebook.text)


def failure_words(code: int) -> str:
    """Say what an exit code means."""
    return "failed; what is wrong is shown above" if code in (FAILED_RUN, BAD_INPUT) else f"ended with {code}"
