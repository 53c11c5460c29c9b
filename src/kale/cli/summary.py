"""The end of a run: a table of its steps, its metrics, and where everything lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import click
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kale.cli.progress import STATE_COLOURS, duration_text
from kale.drawing.wording import one_line
from kale.engines import LocalRun, SavedArtifact, StepRecord, StepState

_HEADS: Final = ("STEP", "STATE", "TIME", "OUTPUTS")
_GAP = "  "

Row = tuple[str, ...]


def show_summary(run: LocalRun, console: Console) -> None:
    """Print the summary of ``run``, with a drawn table on a terminal and as aligned text elsewhere."""
    if console.is_terminal:
        console.print(_table(run.steps, [_row(step) for step in run.steps]))
    else:
        click.echo(table_text(run))
    metrics = [(name, f"{value:g}") for step in run.steps for name, value in step.metrics.items()]
    if metrics:
        click.echo()
        _echo(aligned([("METRIC", "VALUE"), *metrics]))
    charts = [(chart.name, str(chart)) for step in run.steps for chart in step.charts]
    if charts:
        click.echo()
        _echo(aligned([("CHART", "WHAT IT IS"), *charts]))
    click.echo()
    _echo(aligned(_places(run)))


def table_text(run: LocalRun) -> str:
    """Give the table of a run's steps as aligned text."""
    return "\n".join(aligned([_HEADS, *map(_row, run.steps)]))


def show_failures(run: LocalRun, *, with_traceback: bool) -> None:
    """Write to standard error why steps of ``run`` failed.

    Args:
        run: The run.
        with_traceback: Whether to give the notebook's whole traceback, because nobody has seen it yet.
    """
    for step in run.failures:
        error = step.error
        place = f" in {error.place}" if error and error.place else ""
        click.echo(f"\n{click.style('error', fg='red', bold=True)}: step {step.name!r} failed{place}", err=True)
        if error:
            click.echo(
                error.traceback if with_traceback and error.traceback else f"{error.type}: {error.message}", err=True
            )


def aligned(rows: Sequence[Row]) -> Iterator[str]:
    """Give rows as lines whose columns begin at the same place; wide characters count twice."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield _GAP.join(padded).rstrip()


def size_text(size: int) -> str:
    """Give a number of bytes as one reads it."""
    amount = float(size)
    for unit in ("B", "KiB", "MiB"):
        if amount < 1024:  # noqa: PLR2004 - bytes in a KiB, KiB in a MiB
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GiB"


def _row(step: StepRecord) -> Row:
    started = step.state is not StepState.NOT_RUN
    return (
        one_line(step.name),
        step.state.value.replace("-", " "),
        duration_text(step.duration) if started else "",
        "; ".join(map(_output, step.outputs)),
    )


def _output(artifact: SavedArtifact) -> str:
    return f"{', '.join(map(one_line, artifact.variables))} ({size_text(artifact.size)})"


def _table(steps: Iterable[StepRecord], rows: Iterable[Row]) -> Table:
    table = Table(*_HEADS)
    for step, (name, state, time, outputs) in zip(steps, rows, strict=True):
        table.add_row(Text(name), Text(state, style=STATE_COLOURS[step.state]), Text(time), Text(outputs))
    return table


def _places(run: LocalRun) -> list[Row]:
    here = Path.cwd()
    directory = run.directory.relative_to(here) if run.directory.is_relative_to(here) else run.directory
    names = {"pipeline": "pipeline.yaml", "outputs": "outputs", "logs": "logs"}
    if any(step.report for step in run.steps):
        names["reports"] = "reports"
    return [(what, str(directory / name)) for what, name in names.items()]


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
