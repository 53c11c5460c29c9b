"""The truth: what a notebook's cells observe when they run from top to bottom in one process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.equivalence.case import Case
from tests.equivalence.forking import ForkServer
from tests.equivalence.observations import Observation, read_log


@dataclass(frozen=True)
class Truth:
    """What one run of a notebook gave.

    Attributes:
        steps: The observations of each step, in order; steps stand in the order of their first cell.
        error: ``TypeName: message`` of the exception that ended the run.
    """

    steps: tuple[tuple[Observation, ...], ...]
    error: str | None


def run_truth(case: Case, server: ForkServer, folder: Path) -> Truth:
    """Run a case's notebook in one IPython shell.

    Args:
        case: The case.
        server: A server that has IPython.
        folder: Empty folder for the notebook's working directory and the log.

    Raises:
        RuntimeError: The process ended before the notebook did.
    """
    directory, log, outcome = folder / "notebook", folder / "truth.jsonl", folder / "outcome.json"
    directory.mkdir()
    write_files(case, directory)
    cells = tuple(code_cells(case.notebook))
    status = server.carry_out(
        "cells",
        directory,
        environment={"KALE_OBS": str(log), "PYTHONPATH": str(case.recorder)},
        paths=(case.recorder,),
        cells=[source for _, source in cells],
        outcome=str(outcome),
    )
    if not outcome.exists():
        raise RuntimeError(f"the notebook's process ended with status {status}:\n{_output(directory)}")
    facts = json.loads(outcome.read_text(encoding="utf-8"))
    error = facts["error"] and f"{facts['error']['type']}: {facts['error']['message']}"
    labels = [label for label, _ in cells]
    return Truth(_by_step(labels, facts["observed"], read_log(log)), error)


def code_cells(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the code cells that run, each with the label of the step that it belongs to."""
    label = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        settings = cell["metadata"].get("kale", {})
        marks = [_label(tag) for tag in cell["metadata"].get("tags", [])]
        marks += [settings.get("step", ""), settings.get("role", "")]
        own = next((mark for mark in marks if mark), "")
        if own == "skip":
            continue
        label = own or label
        yield label, "".join(cell["source"])


def write_files(case: Case, directory: Path) -> None:
    """Write the files that stand beside the case's notebook."""
    for name, text in case.files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _label(tag: str) -> str:
    kind, _, name = tag.partition(":")
    if kind in ("step", "block"):
        return name
    roles = ("skip", "imports", "functions", "pipeline-parameters", "parameters", "pipeline-metrics")
    return tag if tag in roles else ""


def _by_step(
    labels: list[str], observed: list[int], observations: tuple[Observation, ...]
) -> tuple[tuple[Observation, ...], ...]:
    steps: dict[str, list[Observation]] = {}
    start = 0
    for label, end in zip(labels, observed, strict=False):
        steps.setdefault(label, []).extend(observations[start:end])
        start = end
    return tuple(tuple(step) for step in steps.values() if step)


def _output(directory: Path) -> str:
    path = Path(f"{directory}.txt")
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
