"""A run on this machine, after its end: the graph in the colours of its steps, a table, logs and reports."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kale.cli.progress import duration_text
from kale.cli.summary import size_text
from kale.drawing import graph_fragment
from kale.engines import LocalRun, StepRecord, StepState
from kale.jupyter.display import html
from kale.pipeline import Pipeline

STATE_COLOURS: Final[Mapping[StepState, str]] = {
    StepState.RUNNING: "doubtful",
    StepState.SUCCEEDED: "good",
    StepState.FAILED: "bad",
    StepState.NOT_RUN: "plain",
}
_MOST_LOG: Final = 20_000
"""Characters of a log that are shown; a notebook keeps them all in its file."""


def run_html(run: LocalRun, pipeline: Pipeline | None = None) -> str:
    """Give a run as HTML.

    Args:
        run: The run.
        pipeline: What has run, to show its graph.
    """
    states = {step.name: step.state.value for step in run.steps}
    graph = graph_fragment(pipeline, states) if pipeline is not None else ""
    rows = [_row(step) for step in run.steps]
    return html.output(graph, html.table(("step", "state", "time", "outputs"), rows), *_metrics(run), *_rest(run))


def state_words(state: StepState) -> str:
    """Give the state of a step as coloured words."""
    return html.coloured(state.value.replace("-", " "), STATE_COLOURS[state])


def log_of(step: StepRecord) -> str:
    """Give the end of what a step has printed."""
    try:
        words = step.log.read_text("utf-8", "replace") if step.log else ""
    except OSError:
        return ""
    return words if len(words) <= _MOST_LOG else f"…{words[-_MOST_LOG:]}"


def _row(step: StepRecord) -> tuple[str, str, str, str]:
    time = duration_text(step.duration) if step.started is not None else ""
    return html.text(step.name), state_words(step.state), html.text(time), "<br>".join(_outputs(step))


def _outputs(step: StepRecord) -> Iterator[str]:
    for artifact in step.outputs:
        yield html.text(f"{', '.join(artifact.variables)} ({size_text(artifact.size)})")
    for chart in step.charts:
        yield html.text(f"{chart.name}: {chart}")
    if step.report is not None:
        yield f'<a href="{html.text(_address(step.report))}" target="_blank">report</a>'


def _address(path: Path) -> str:
    """Give the address of a file beside the notebook, which the server of a notebook hands out."""
    return quote(Path(os.path.relpath(path)).as_posix())


def _metrics(run: LocalRun) -> Iterator[str]:
    rows = [(html.text(name), f"{value:g}") for step in run.steps for name, value in step.metrics.items()]
    if rows:
        yield html.table(("metric", "value"), rows)


def _rest(run: LocalRun) -> Iterator[str]:
    for step in run.failures:
        place = f" in {step.error.place}" if step.error and step.error.place else ""
        words = step.error.traceback or f"{step.error.type}: {step.error.message}" if step.error else ""
        title = html.coloured(f"step {step.name!r} failed{place}", "bad")
        yield html.folded(title, words, is_open=True)
    for step in run.steps:
        log = log_of(step)
        if log.strip():
            yield html.folded(html.text(f"log of {step.name}"), log)
    yield html.faint("\n".join([*run.notes, f"everything lies in {os.path.relpath(run.directory)}"]))
