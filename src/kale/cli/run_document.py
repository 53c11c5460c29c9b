"""What ``--json`` prints when a notebook is run."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from kale.diagnostics import Diagnostic
from kale.engines import LocalRun, SavedArtifact, StepError, StepRecord, StepState
from kale.pipeline.model import Model


class Output(Model):
    """A file that a step saved.

    Attributes:
        name: Name among the step's outputs.
        path: The file.
        variables: Type of each variable in it, by the variable's name.
        bytes: Its size.
    """

    name: str
    path: str
    variables: dict[str, str]
    bytes: int

    @classmethod
    def of(cls, artifact: SavedArtifact) -> Output:
        """Describe ``artifact``."""
        variables = dict(artifact.variables)
        return cls(name=artifact.name, path=str(artifact.path), variables=variables, bytes=artifact.size)


class StepFailure(Model):
    """Why a step failed.

    Attributes:
        phase: What it was doing: ``parameter``, ``define``, ``load``, ``run``, ``save`` or ``process``.
        type: The exception's type.
        message: The exception's message.
        cell: Number of the cell, from 1.
        line: Line of the cell, from 1.
        source_line: That line.
        variable: The variable that could not be loaded or saved.
        traceback: The traceback, in terms of the notebook's cells.
    """

    phase: str
    type: str
    message: str
    cell: int | None
    line: int | None
    source_line: str | None
    variable: str | None
    traceback: str | None

    @classmethod
    def of(cls, error: StepError) -> StepFailure:
        """Describe ``error``."""
        return cls(
            phase=error.phase,
            type=error.type,
            message=error.message,
            cell=error.cell,
            line=error.line,
            source_line=error.source_line,
            variable=error.variable,
            traceback=error.traceback,
        )


class StepOutcome(Model):
    """What became of a step.

    Attributes:
        name: Its name.
        state: How far it came.
        duration: Seconds that its process took.
        outputs: What it saved.
        metrics: Its metrics by name.
        charts: Its confusion matrices and ROC curves by name, as the platform draws them.
        report: The file that holds its report.
        error: Why it failed.
        log: The file that holds what it printed.
    """

    name: str
    state: StepState
    duration: float
    outputs: tuple[Output, ...]
    metrics: dict[str, float]
    charts: dict[str, dict[str, JsonValue]]
    report: str | None
    error: StepFailure | None
    log: str | None

    @classmethod
    def of(cls, step: StepRecord) -> StepOutcome:
        """Describe ``step``."""
        return cls(
            name=step.name,
            state=step.state,
            duration=step.duration,
            outputs=tuple(map(Output.of, step.outputs)),
            metrics=dict(step.metrics),
            charts={chart.name: dict(chart.metadata) for chart in step.charts},
            report=str(step.report) if step.report else None,
            error=StepFailure.of(step.error) if step.error else None,
            log=str(step.log) if step.log else None,
        )


class Execution(Model):
    """A run on this machine.

    Attributes:
        version: Version of this form.
        succeeded: Whether every step succeeded.
        pipeline: Name of the pipeline.
        directory: The run's own directory.
        yaml: Path of the YAML in it.
        duration: Seconds that the run took.
        steps: What became of each step, in notebook order.
        notes: What is different from a run on Kubeflow.
        diagnostics: Warnings and notes about the notebook.
    """

    version: Literal[1] = 1
    succeeded: bool
    pipeline: str
    directory: str
    yaml: str
    duration: float
    steps: tuple[StepOutcome, ...]
    notes: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, run: LocalRun, diagnostics: tuple[Diagnostic, ...]) -> Execution:
        """Describe ``run``."""
        return cls(
            succeeded=run.succeeded,
            pipeline=run.pipeline,
            directory=str(run.directory),
            yaml=str(run.directory / "pipeline.yaml"),
            duration=run.duration,
            steps=tuple(map(StepOutcome.of, run.steps)),
            notes=run.notes,
            diagnostics=diagnostics,
        )
