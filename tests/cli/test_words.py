"""How durations, sizes and tables read."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from kale.cli.progress import LiveLines, duration_text
from kale.cli.summary import aligned, size_text
from kale.engines import StepEvent, StepRecord, StepState


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0.00 s"), (0.041, "0.04 s"), (9.99, "9.99 s"), (12.34, "12.3 s"), (60, "1 min 0 s"), (3725, "62 min 5 s")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration_text(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (5 << 20, "5.0 MiB"), (3 << 40, "3072.0 GiB")],
)
def test_sizes(size: int, words: str) -> None:
    assert size_text(size) == words


def test_columns_begin_at_one_place() -> None:
    rows = [("STEP", "STATE"), ("手順", "ok"), ("a", ""), ("longer", "x")]
    assert list(aligned(rows)) == ["STEP    STATE", "手順    ok", "a", "longer  x"]


def test_live_lines_show_text_as_it_is() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=60, color_system=None)
    record = StepRecord(name="a", state=StepState.SUCCEEDED, duration=0.5)
    with LiveLines(console, 2) as reporter:
        reporter.event(StepEvent("a", StepState.RUNNING, 0.0, record))
        reporter.line("a", "[bold]markup[/bold] \x1b[31mred\x1b[0m")
        reporter.event(StepEvent("a", StepState.SUCCEEDED, 0.5, record))
        reporter.event(StepEvent("b", StepState.NOT_RUN, 0.5, StepRecord(name="b", state=StepState.NOT_RUN)))
    shown = screen.getvalue()
    assert "a │ [bold]markup[/bold] red\n" in shown
    assert "a │ succeeded in 0.50 s\n" in shown
    assert "b │ not run\n" in shown
    assert "1/2" in shown
    assert "2/2" not in shown
