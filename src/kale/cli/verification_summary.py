"""The end of a verification: a table of what was compared, and the result in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kale.cli.summary import Row, aligned
from kale.drawing.wording import one_line
from kale.verification import Outcome, RunFailure, Status, VariableComparison, Verification

_HEADS: Final = ("STEP", "CELL", "VARIABLE", "TYPE", "RESULT", "FIRST DIFFERENCE")
_COLOURS: Final = {
    Status.EQUAL: "green",
    Status.DIFFERENT: "bold red",
    Status.NOT_REPRODUCIBLE: "yellow",
    Status.NOT_COMPARED: "yellow",
}
_DEFINITIONS: Final = frozenset({"module", "function", "type", "abc.ABCMeta", "enum.EnumType", "enum.EnumMeta"})


def show_verification(verification: Verification, console: Console) -> None:
    """Print a verification, with a drawn table on a terminal and as aligned text elsewhere.

    Imports, functions and classes that are equal are counted but not listed.
    """
    listed = [variable for variable in verification.variables if is_listed(variable)]
    if console.is_terminal and listed:
        console.print(_table(listed))
    elif listed:
        _echo(aligned([_HEADS, *map(_row, listed)]))
    for note in verification.notes:
        click.echo(f"note: {note}")
    if listed:
        click.echo()
    _show_failures(verification)
    _echo(result_lines(verification))


def is_listed(variable: VariableComparison) -> bool:
    """Whether a variable is worth a line: imports, functions and classes that are equal are not."""
    plain = variable.status is Status.EQUAL and not variable.remarks
    return not (plain and variable.type in _DEFINITIONS)


def _row(variable: VariableComparison) -> Row:
    said = (*([variable.difference] if variable.difference else []), *variable.remarks)
    return (
        one_line(variable.step),
        str(variable.cell or ""),
        one_line(variable.name),
        one_line(variable.type),
        variable.status.value,
        one_line("; ".join(said)),
    )


def _table(variables: Sequence[VariableComparison]) -> Table:
    table = Table(*_HEADS)
    for variable in variables:
        *left, status, said = map(Text, _row(variable))
        status.stylize(_COLOURS[variable.status])
        table.add_row(*left, status, said)
    return table


def _show_failures(verification: Verification) -> None:
    notebook, pipeline, original = verification.notebook_failure, verification.pipeline_failure, verification.against
    if verification.outcome is Outcome.NOTEBOOK_FAILS and notebook is not None:
        click.echo(f"The {original} fails{_place(notebook)}: {_error(notebook)}", err=True)
        click.echo("So does the pipeline, in the same way. What comes after that was not compared.", err=True)
        return
    if notebook is not None:
        click.echo(
            f"The {original} fails{_place(notebook)}{_alone(pipeline, 'pipeline')}: {_error(notebook)}", err=True
        )
    if pipeline is not None:
        words = f"Step {pipeline.step!r} fails{_place(pipeline)}{_alone(notebook, original)}"
        click.echo(f"{words}: {_error(pipeline)}", err=True)


def _place(failure: RunFailure) -> str:
    return f" in cell {failure.cell}" if failure.cell is not None else f" ({failure.phase})"


def _alone(other: RunFailure | None, name: str) -> str:
    return f", where the {name} does not" if other is None else ""


def _error(failure: RunFailure) -> str:
    return f"{failure.type}: {failure.message}"


def result_lines(verification: Verification) -> Iterator[str]:
    """Give the result in a sentence, then how many values were compared, and where everything lies."""
    counts = Counter(variable.status for variable in verification.variables)
    total = len(verification.variables)
    original = verification.against
    words = {
        Outcome.EQUAL: f"equal: the pipeline computes what the {original} computes",
        Outcome.DIFFERENT: f"different: the pipeline does not compute what the {original} computes",
        Outcome.NOTEBOOK_FAILS: f"not verified: the {original} does not run to its end",
    }
    yield words[verification.outcome]
    parts = (f"{counts[status]} {status.value}" for status in Status if counts[status])
    yield f"{total} values compared: {', '.join(parts)}" if total else "no values compared"
    yield f"logs and outputs: {_relative(Path(verification.directory))}"


def _relative(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
