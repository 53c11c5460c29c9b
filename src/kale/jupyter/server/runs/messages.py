"""What the server and the process of a local run say to each other, in lines of JSON."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, JsonValue, TypeAdapter

from kale.engines import StepRecord, StepState
from kale.pipeline import ParameterValue
from kale.pipeline.model import Model


class LocalOrder(Model):
    """What the process is to run.

    Attributes:
        notebook: The notebook in nbformat's form.
        path: Its path on the server.
        file: Its file; ``None`` where the server does not keep notebooks in files.
        folder: Where the steps run, and where the run's own folder is made.
        parameters: Values of parameters, by name.
        python: Interpreter that runs the steps.
        variables: Environment variables that steps get besides those of the server.
    """

    notebook: dict[str, JsonValue]
    path: str
    file: str | None
    folder: str
    parameters: dict[str, ParameterValue]
    python: str
    variables: dict[str, str] = Field(default_factory=dict)


class StepNews(Model):
    """What has become of a step.

    Attributes:
        step: Its name.
        state: How far it is.
        duration: Seconds that it took.
        metrics: What it has measured.
        log: The file that holds what it prints.
        report: The file that holds its report.
        error: What went wrong.
        cell: Position of the cell where it went wrong, from 1.
        line: Line of the cell.
        source_line: That line.
    """

    kind: Literal["step"] = "step"
    step: str
    state: StepState
    duration: float = 0.0
    metrics: dict[str, float] = Field(default_factory=dict)
    log: str | None = None
    report: str | None = None
    error: str | None = None
    cell: int | None = None
    line: int | None = None
    source_line: str | None = None

    @classmethod
    def of(cls, record: StepRecord) -> StepNews:
        """Give what is known of a step."""
        error = record.error
        return cls(
            step=record.name,
            state=record.state,
            duration=record.duration,
            metrics=dict(record.metrics),
            log=str(record.log) if record.log else None,
            report=str(record.report) if record.report else None,
            error=f"{error.type}: {error.message}" if error and error.message else error and error.type,
            cell=error.cell or None if error else None,
            line=error.line if error else None,
            source_line=error.source_line if error else None,
        )


class RunEnd(Model):
    """The run is over.

    Attributes:
        fault: Why it could not be carried out, where it was not a step that failed.
    """

    kind: Literal["end"] = "end"
    fault: str | None = None


Message: TypeAlias = Annotated[StepNews | RunEnd, Field(discriminator="kind")]

MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
"""Reads a line that the process has written."""
