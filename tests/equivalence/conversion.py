"""The other side: what the pipeline made from a notebook observes, or how it is refused."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.equivalence.case import Case
from tests.equivalence.containers import Containers, StepFailedError
from tests.equivalence.forking import SETTINGS, ForkServer
from tests.equivalence.observations import Observation, by_process, read_log
from tests.equivalence.truth import write_files

from kale import compile_notebook, run_notebook
from kale.diagnostics import Diagnostic
from kale.errors import KaleError

LOG: Final = 2000
"""Characters of a failed step's log that are kept."""


@dataclass(frozen=True)
class Conversion:
    """What became of a notebook as a pipeline.

    Attributes:
        steps: The observations of each process, in order.
        phase: ``compile`` or ``run``, whichever failed; ``None`` when the run succeeded.
        message: The error's text.
        diagnostics: The problems that the error carries.
        log: End of what the failed steps printed, for a reader.
    """

    steps: tuple[tuple[Observation, ...], ...]
    phase: str | None = None
    message: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    log: str = ""


def run_conversion(case: Case, folder: Path) -> Conversion:
    """Compile a case's notebook and run the pipeline on this machine.

    Args:
        case: The case.
        folder: Empty folder for the notebook, the run and the log.
    """
    directory, log = folder / "notebook", folder / "pipeline.jsonl"
    directory.mkdir()
    write_files(case, directory)
    path = directory / f"{case.name.rpartition('/')[2]}.ipynb"
    path.write_text(json.dumps(case.notebook), encoding="utf-8")
    with _surroundings(directory, {"KALE_OBS": str(log), "PYTHONPATH": str(case.recorder)}):
        try:
            run = run_notebook(path, root=folder / "runs")
        except KaleError as problem:
            return Conversion((), "compile", str(problem), problem.diagnostics)
    steps = by_process(read_log(log))
    if run.succeeded:
        return Conversion(steps)
    errors = [f"{step.name}: {step.error}" for step in run.failures]
    logs = [step.log.read_text(encoding="utf-8", errors="replace")[-LOG:] for step in run.failures if step.log]
    return Conversion(steps, "run", "\n".join(errors), log="\n".join(logs))


def run_in_containers(case: Case, folder: Path, server: ForkServer) -> Conversion:
    """Compile a case's notebook and run each step in an empty folder of its own, as its container would.

    Args:
        case: The case.
        folder: Empty folder for the run and the log.
        server: Where the steps' commands run.
    """
    log, run = folder / "pipeline.jsonl", folder / "run"
    run.mkdir()
    try:
        compiled = compile_notebook(case.notebook, name="case")
    except KaleError as problem:
        return Conversion((), "compile", str(problem), problem.diagnostics)
    environment = SETTINGS | {"KALE_OBS": str(log)}
    try:
        Containers(compiled.yaml, server, run, environment, (case.recorder,)).run()
    except StepFailedError as problem:
        return Conversion(by_process(read_log(log)), "run", str(problem))
    return Conversion(by_process(read_log(log)))


@contextlib.contextmanager
def _surroundings(directory: Path, environment: dict[str, str]) -> Iterator[None]:
    """Stand in ``directory`` with the settings of both sides, and put everything back afterwards."""
    before = dict(os.environ)
    here = Path.cwd()
    os.environ.update(SETTINGS | environment)
    os.chdir(directory)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
