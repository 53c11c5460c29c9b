"""What a run shows while it goes on: plain lines, or a line that moves on a terminal."""

from __future__ import annotations

import itertools
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Final

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from kale.drawing.wording import one_line
from kale.engines import StepEvent, StepState

STATE_COLOURS: Final = {
    StepState.RUNNING: "yellow",
    StepState.SUCCEEDED: "green",
    StepState.FAILED: "bold red",
    StepState.NOT_RUN: "dim",
}
_NAME_COLOURS: Final = ("cyan", "magenta", "blue", "yellow")


class Silence(AbstractContextManager["Silence"]):
    """Shows nothing of a run, and is how the others are used."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop showing."""

    def event(self, event: StepEvent) -> None:
        """A step starts or ends."""

    def line(self, step: str, text: str) -> None:
        """A step prints a line."""

    def expect(self, steps: int) -> None:
        """There are more steps to come than was said at first."""


class PlainLines(Silence):
    """Shows every event and every line of output on a line of its own.

    Args:
        to_stderr: Whether to leave standard output free for a document.
    """

    def __init__(self, *, to_stderr: bool) -> None:
        self._to_stderr = to_stderr

    def event(self, event: StepEvent) -> None:
        """Say what happens to the step."""
        self._write(f"{one_line(event.step)}: {event_words(event)}")

    def line(self, step: str, text: str) -> None:
        """Give the line with the step's name in front."""
        self._write(f"[{one_line(step)}] {text}")

    def _write(self, text: str) -> None:
        click.echo(text, err=self._to_stderr)


class LiveLines(Silence):
    """Shows output above a line that says which step is running and how many are done.

    Args:
        console: The terminal.
        steps: Number of steps.
    """

    def __init__(self, console: Console, steps: int) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._steps = steps
        self._task = self._progress.add_task("starting", total=steps)
        self._palette = itertools.cycle(_NAME_COLOURS)
        self._colours: dict[str, str] = {}

    def __enter__(self) -> LiveLines:
        """Begin to show."""
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the line at the bottom away."""
        self._progress.stop()

    def event(self, event: StepEvent) -> None:
        """Say what happens to the step, and move the line at the bottom."""
        if event.state is StepState.RUNNING:
            self._progress.update(self._task, description=one_line(event.step))
        else:
            self._progress.advance(self._task, int(event.state is not StepState.NOT_RUN))
            self._print(event.step, Text(event_words(event), style=STATE_COLOURS[event.state]))

    def line(self, step: str, text: str) -> None:
        """Give the line with the step's name in front."""
        self._print(step, Text.from_ansi(text))

    def expect(self, steps: int) -> None:
        """Count with more steps."""
        self._steps += steps
        self._progress.update(self._task, total=self._steps)

    def _print(self, step: str, text: Text) -> None:
        if step not in self._colours:
            self._colours[step] = next(self._palette)
        line = Text.assemble((f"{one_line(step)} │ ", self._colours[step]), text)
        self._progress.console.print(line, soft_wrap=True, highlight=False)


def reporter(console: Console, steps: int, *, as_json: bool, quiet: bool) -> Silence:
    """Give what shows a run.

    Args:
        console: Where to.
        steps: Number of steps.
        as_json: Whether standard output is for a document.
        quiet: Whether to show nothing.
    """
    if quiet:
        return Silence()
    return LiveLines(console, steps) if console.is_terminal else PlainLines(to_stderr=as_json)


def event_words(event: StepEvent) -> str:
    """Say in words what happens to a step."""
    took = duration_text(event.record.duration)
    return {
        StepState.RUNNING: "started",
        StepState.SUCCEEDED: f"succeeded in {took}",
        StepState.FAILED: f"failed after {took}",
        StepState.NOT_RUN: "not run",
    }[event.state]


def duration_text(seconds: float) -> str:
    """Give a duration as one reads it: ``0.04 s``, ``12.3 s``, ``3 min 20 s``."""
    if seconds < 10:  # noqa: PLR2004 - hundredths say nothing past this
        return f"{seconds:.2f} s"
    if seconds < 60:  # noqa: PLR2004 - seconds in a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
