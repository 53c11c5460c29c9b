"""What is shown of a run on a server: a table that moves on a terminal, lines elsewhere, and its end."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from kale.cli.progress import duration_text
from kale.cli.summary import Row, aligned
from kale.drawing.wording import one_line
from kale.engines.kubeflow.records import ClusterStep, RunRecord, RunState

_COLOURS: Final[Mapping[RunState, str]] = {
    RunState.RUNNING: "yellow",
    RunState.CANCELING: "yellow",
    RunState.SUCCEEDED: "green",
    RunState.SKIPPED: "green",
    RunState.FAILED: "bold red",
    RunState.CANCELED: "bold red",
}
_HEADS: Final = ("STEP", "STATE", "TIME")


class RunLines(AbstractContextManager["RunLines"]):
    """Shows each change of a run on a line of its own.

    Args:
        quiet: Whether to show nothing.
        to_stderr: Whether to leave standard output free for a document.
    """

    def __init__(self, *, quiet: bool = False, to_stderr: bool = False) -> None:
        self._quiet = quiet
        self._to_stderr = to_stderr
        self._shown: dict[str, RunState] = {}

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop showing."""

    def update(self, record: RunRecord) -> None:
        """Show what is new."""
        for step in record.steps:
            if step.state not in (self._shown.get(step.task), RunState.PENDING, RunState.NOT_RUN):
                self._shown[step.task] = step.state
                took = f" after {duration_text(step.duration)}" if step.state.ended else ""
                if not self._quiet:
                    click.echo(f"{one_line(step.name)}: {words(step.state)}{took}", err=self._to_stderr)


class RunTable(RunLines):
    """Shows a run as a table that changes in its place.

    Args:
        console: The terminal.
        url: Where to look at the run.
    """

    def __init__(self, console: Console, url: str) -> None:
        super().__init__()
        self._url = url
        self._live = Live(console=console, refresh_per_second=4, transient=True)

    def __enter__(self) -> RunTable:
        """Begin to show."""
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the table away."""
        self._live.stop()

    def update(self, record: RunRecord) -> None:
        """Show the run as it is."""
        self._live.update(Group(table(record), Text(self._url)))


def show_record(record: RunRecord, console: Console, url: str, metrics: Mapping[str, float]) -> None:
    """Print a run: its steps, what they have measured, and where to look at it."""
    if console.is_terminal:
        console.print(table(record))
    elif record.steps:
        _echo(aligned([_HEADS, *map(_row, record.steps)]))
    if metrics:
        click.echo()
        _echo(aligned([("METRIC", "VALUE"), *((name, f"{value:g}") for name, value in metrics.items())]))
    click.echo()
    _echo(aligned([("run", record.run_id), ("state", words(record.state)), ("link", url)]))


def run_rows(records: tuple[RunRecord, ...]) -> Iterator[Row]:
    """Give runs as rows with heads."""
    yield "RUN", "NAME", "STATE", "CREATED", "TIME"
    for record in records:
        ended = (record.finished - record.created).total_seconds() if record.finished and record.created else None
        created = _local(record.created)
        took = duration_text(max(ended, 0.0)) if ended is not None else ""
        yield record.run_id, one_line(record.name), words(record.state), created, took


def table(record: RunRecord) -> Table:
    """Give the steps of a run as a table."""
    drawn = Table(*_HEADS, title=one_line(record.name), title_justify="left")
    for step in record.steps:
        name, state, took = _row(step)
        drawn.add_row(Text(name), Text(state, style=_COLOURS.get(step.state, "dim")), Text(took))
    return drawn


def words(state: RunState) -> str:
    """Give a state as one reads it."""
    return state.value.replace("-", " ")


def _row(step: ClusterStep) -> Row:
    return one_line(step.name), words(step.state), duration_text(step.duration) if step.attempts else ""


def _local(time: datetime.datetime | None) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}" if time is not None else ""


def _echo(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)
