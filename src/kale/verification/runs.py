"""The runs of a verification: the notebook in one process, and its pipeline step by step."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kale.emit import compile_pipeline
from kale.engines import LocalRun, StepEvent, StepState, run_local
from kale.engines.steps import Echo, Listener
from kale.pipeline import Cell, ParameterValue, Pipeline
from kale.verification.described import Described, read_observations
from kale.verification.instrumentation import Recording, notebook_pipeline, observed_pipeline
from kale.verification.looks import Looks
from kale.verification.observer.blocks import BlockStore
from kale.verification.original import Original
from kale.verification.results import RunFailure
from kale.verification.workplace import Workplace

_HASH_SEED: Final = "PYTHONHASHSEED"


@dataclass(frozen=True)
class ObservedRun:
    """A run, and what it left behind cell by cell.

    Attributes:
        run: The run.
        seen: What was written down, by number of the look.
        failure: Why it did not come to its end.
    """

    run: LocalRun
    seen: Mapping[int, Described]
    failure: RunFailure | None


@dataclass
class Runner:
    """Runs a notebook, and its pipeline, in one folder that is brought into its first state before every process.

    Attributes:
        cells: The notebook's cells that take part, in order.
        steps: The pipeline made from them.
        looks: What to look at.
        parameters: Values of the pipeline's parameters for all runs.
        taken: The parameters whose values the notebook takes from the run, by the variable that holds each.
        folder: The verification's own folder.
        workplace: Where the processes run.
        original: What the cells were made from, where that is to be run in their place.
        on_event: Called when the notebook or a step starts or ends.
        echo: Called with what they print.
    """

    cells: Sequence[Cell]
    steps: Pipeline
    looks: Looks
    parameters: Mapping[str, ParameterValue]
    taken: Mapping[str, str]
    folder: Path
    workplace: Workplace
    original: Original | None = None
    on_event: Listener | None = None
    echo: Echo | None = None

    def __post_init__(self) -> None:
        self._blocks.mkdir()
        self._requests.write_text(json.dumps([sorted(look.names) for look in self.looks.all]), "utf-8")

    @property
    def _blocks(self) -> Path:
        return self.folder / "blocks"

    @property
    def _requests(self) -> Path:
        return self.folder / "requests.json"

    def notebook(self, name: str, hash_seed: str) -> ObservedRun:
        """Run all cells from top to bottom in one process.

        Args:
            name: What to call the run.
            hash_seed: What the order of sets depends on, unless the environment says.
        """
        pipeline = notebook_pipeline(
            self.steps,
            self.cells,
            self.looks.notebook,
            self._recording(name),
            taken=self.taken,
            name=name,
            original=self.original,
        )
        return self._run(pipeline, name, hash_seed)

    def pipeline(self, hash_seed: str) -> ObservedRun:
        """Run the pipeline, each step in a process and with files of its own."""
        return self._run(
            observed_pipeline(self.steps, self.looks.pipeline, self._recording("pipeline")), "pipeline", hash_seed
        )

    def clear(self) -> None:
        """Remove what only the comparison needs."""
        for path in (self._blocks, self.folder / "work"):
            shutil.rmtree(path, ignore_errors=True)
        for path in (self._requests, *self.folder.glob("*.jsonl")):
            path.unlink(missing_ok=True)

    def _recording(self, name: str) -> Recording:
        return Recording(self.folder / f"{name.replace(' ', '-')}.jsonl", self._requests, self._blocks)

    def _run(self, pipeline: Pipeline, name: str, hash_seed: str) -> ObservedRun:
        def tell(event: StepEvent) -> None:
            if event.state is not StepState.RUNNING:
                # The next process finds no file that it was not handed.
                self.workplace.reset()
            if self.on_event is not None:
                self.on_event(event)

        with _environment(hash_seed):
            run = run_local(
                compile_pipeline(pipeline),
                self.parameters,
                root=self.folder / name.replace(" ", "-"),
                on_event=tell,
                echo=self.echo,
                working_directory=self.workplace.directory,
            )
        seen = read_observations(self._recording(name).log, BlockStore(self._blocks))
        return ObservedRun(run, seen, _failure(run, in_step=name == "pipeline"))


def _failure(run: LocalRun, *, in_step: bool) -> RunFailure | None:
    for step in run.failures:
        error = step.error
        if error is not None:
            return RunFailure(
                step=step.name if in_step else None,
                cell=error.cell or None,
                phase=error.phase,
                type=error.type,
                message=error.message,
            )
    return None


@contextlib.contextmanager
def _environment(hash_seed: str) -> Iterator[None]:
    """Let the order of sets be the same in all processes of a run, unless the user has decided about it."""
    if _HASH_SEED in os.environ:
        yield
        return
    os.environ[_HASH_SEED] = hash_seed
    try:
        yield
    finally:
        os.environ.pop(_HASH_SEED, None)
