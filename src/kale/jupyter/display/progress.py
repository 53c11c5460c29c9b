"""A run while it goes on: a table that changes in its place."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Final

from kale.cli.progress import Silence, duration_text
from kale.drawing.wording import one_line
from kale.engines import StepEvent, StepState
from kale.jupyter.display import html
from kale.jupyter.display.runs import state_words

_LINES_KEPT: Final = 12
_SECONDS_BETWEEN: Final = 0.25
"""How often lines of output change the table at most; each change is a message to the browser."""

Show = Callable[[str, str], None]
"""Shows HTML, and text for where there is no HTML, in the place of what was shown before."""


class LiveTable(Silence):
    """Shows the steps of a run with their states, durations and last lines of output.

    Args:
        steps: Names of the steps, in order.
        show: Shows the table.
    """

    def __init__(self, steps: Sequence[str], show: Show) -> None:
        self._show = show
        self._states = dict.fromkeys(steps, StepState.NOT_RUN)
        self._waiting = set(steps)
        self._durations: dict[str, float] = {}
        self._tails: dict[str, deque[str]] = {}
        self._shown = 0.0

    def __enter__(self) -> LiveTable:
        """Begin to show."""
        self._update()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Show the end."""
        self._update()

    def event(self, event: StepEvent) -> None:
        """A step starts or ends."""
        self._waiting.discard(event.step)
        self._states[event.step] = event.state
        if event.state not in (StepState.RUNNING, StepState.NOT_RUN):
            self._durations[event.step] = event.record.duration
        self._update()

    def line(self, step: str, text: str) -> None:
        """A step prints a line."""
        self._tails.setdefault(step, deque(maxlen=_LINES_KEPT)).append(text)
        if time.monotonic() - self._shown >= _SECONDS_BETWEEN:
            self._update()

    def _update(self) -> None:
        self._shown = time.monotonic()
        self._show(self._html(), self._text())

    def _html(self) -> str:
        rows = [(html.text(step), self._state(step), html.text(self._took(step))) for step in self._states]
        tails = (self._tail(step, lines) for step, lines in self._tails.items())
        return html.output(html.table(("step", "state", "time"), rows), *tails)

    def _tail(self, step: str, lines: Iterable[str]) -> str:
        is_running = self._states.get(step) is StepState.RUNNING
        return html.folded(html.text(f"output of {step}"), "\n".join(lines), is_open=is_running)

    def _state(self, step: str) -> str:
        return html.faint("waiting") if step in self._waiting else state_words(self._states[step])

    def _took(self, step: str) -> str:
        return duration_text(self._durations[step]) if step in self._durations else ""

    def _text(self) -> str:
        return "\n".join(
            f"{one_line(step)}: {'waiting' if step in self._waiting else state.value.replace('-', ' ')}"
            f"{f' ({self._took(step)})' if step in self._durations else ''}"
            for step, state in self._states.items()
        )
