"""What a run on this machine leaves behind: facts about each step, where its outputs are, why it failed."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from kale.errors import RunError


class StepState(str, enum.Enum):
    """How far a step has come."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    NOT_RUN = "not-run"


@dataclass(frozen=True)
class SavedArtifact:
    """A file that holds variables of a step.

    Attributes:
        name: The artifact's name among the step's outputs.
        path: The file.
        variables: Type of each variable in it, by the variable's name.
        size: Bytes.
    """

    name: str
    path: Path
    variables: Mapping[str, str]
    size: int


@dataclass(frozen=True)
class ReportedChart:
    """A confusion matrix or a ROC curve that a step has reported.

    Attributes:
        name: Name of its output.
        metadata: What the platform draws it from.
    """

    name: str
    metadata: Mapping[str, JsonValue]

    def __str__(self) -> str:
        match self.metadata:
            case {"confusionMatrix": {"rows": [*rows]}}:
                return f"confusion matrix of {len(rows)} classes"
            case {"confidenceMetrics": [*points]}:
                return f"ROC curve of {len(points)} points"
        return "chart"


@dataclass(frozen=True)
class StepError:
    """Why a step failed, with the place in the notebook where one is known.

    Attributes:
        phase: What the step was doing: ``parameter``, ``define``, ``load``, ``run``, ``save``, or ``process``
            when its process ended without a word.
        type: The exception's type.
        message: The exception's message.
        notebook: The notebook.
        cell: Number of the cell, from 1 over all cells; 0 in a Python file, which has no cells.
        line: Line of the cell, from 1.
        source_line: That line.
        variable: The variable that could not be loaded or saved; the place is then where the notebook makes it.
        traceback: The traceback, in terms of the notebook's cells.
    """

    phase: str
    type: str
    message: str
    notebook: str | None = None
    cell: int | None = None
    line: int | None = None
    source_line: str | None = None
    variable: str | None = None
    traceback: str | None = None

    @property
    def place(self) -> str:
        """Where it happened, such as ``train.ipynb, cell 3, line 2``; empty when that is not known."""
        parts = [self.notebook] if self.notebook else []
        if self.cell:
            parts.append(f"cell {self.cell}")
        if self.line is not None:
            parts.append(f"line {self.line}")
        return ", ".join(parts) if self.cell is not None else ""

    def __str__(self) -> str:
        text = f"{self.type}: {self.message}" if self.message else self.type
        code = [f"    {self.source_line.strip()}"] if self.source_line and self.source_line.strip() else []
        return "\n".join([*([f"{self.place}:"] if self.place else []), *code, text])


@dataclass(frozen=True)
class StepRecord:
    """What became of a step.

    Attributes:
        name: The step's name as the user wrote it.
        state: How far it came.
        started: When its process started, in seconds since 1970; ``None`` when it did not.
        duration: Seconds from the start of its process to the end.
        attempts: How many times it was started.
        outputs: What it saved.
        metrics: Its metrics by name.
        charts: The confusion matrices and ROC curves that it reported.
        report: The file that holds its report; ``None`` when it has written none.
        error: Why it failed; ``None`` when it did not.
        log: The file that holds what it printed; ``None`` when it did not start.
    """

    name: str
    state: StepState
    started: float | None = None
    duration: float = 0.0
    attempts: int = 0
    outputs: tuple[SavedArtifact, ...] = ()
    metrics: Mapping[str, float] = field(default_factory=dict)
    charts: tuple[ReportedChart, ...] = ()
    report: Path | None = None
    error: StepError | None = None
    log: Path | None = None


@dataclass(frozen=True)
class StepEvent:
    """A step has started or ended, or will not start.

    Attributes:
        step: The step's name as the user wrote it.
        state: What it has come to.
        time: When, in seconds since 1970.
        record: What is known of it by now.
    """

    step: str
    state: StepState
    time: float
    record: StepRecord


@dataclass(frozen=True)
class LocalRun:
    """A run on this machine, after its end.

    Attributes:
        pipeline: The pipeline's name.
        source: What the notebook is called; ``None`` when there is none.
        directory: The run's own folder, with ``pipeline.yaml``, ``events.jsonl``, ``outputs``, ``logs`` and, where a
            step has written one, ``reports``.
        steps: What became of each step, in notebook order.
        started: When it started, in seconds since 1970.
        duration: Seconds that it took.
        notes: What is different from a run on Kubeflow, in sentences.
    """

    pipeline: str
    source: str | None
    directory: Path
    steps: tuple[StepRecord, ...]
    started: float
    duration: float
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> StepState:
        """Whether every step succeeded."""
        succeeded = all(step.state is StepState.SUCCEEDED for step in self.steps)
        return StepState.SUCCEEDED if succeeded else StepState.FAILED

    @property
    def succeeded(self) -> bool:
        """Whether every step succeeded."""
        return self.status is StepState.SUCCEEDED

    @property
    def outputs(self) -> Mapping[str, SavedArtifact]:
        """For each variable that was saved, the artifact of the last step that did."""
        ended = sorted((step for step in self.steps if step.started is not None), key=lambda step: step.started or 0.0)
        return {variable: artifact for step in ended for artifact in step.outputs for variable in artifact.variables}

    @property
    def failures(self) -> tuple[StepRecord, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.state is StepState.FAILED)

    def step(self, name: str) -> StepRecord:
        """Give what became of the step of that name.

        Raises:
            KeyError: There is none.
        """
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def raise_for_failure(self) -> None:
        """Do nothing when every step succeeded.

        Raises:
            kale.errors.RunError: A step failed; the message names step, cell, line, source line and error.
        """
        if self.failures:
            raise RunError("\n".join(self._describe(step) for step in self.failures))

    def _describe(self, step: StepRecord) -> str:
        lines = str(step.error).splitlines() if step.error else []
        place = f" in {lines.pop(0)}" if step.error and step.error.place else ":"
        return "\n".join([f"step {step.name!r} failed{place}", *(f"  {line}" for line in lines)])
