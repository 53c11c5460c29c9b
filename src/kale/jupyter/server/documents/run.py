"""Runs: what is asked for, and how far they are."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from pydantic import Field, JsonValue

from kale.jupyter.server.documents.interpreter import Interpreter
from kale.jupyter.server.documents.requests import NotebookRequest
from kale.pipeline.model import Model

RunStatus: TypeAlias = Literal["running", "cancelling", "succeeded", "failed", "cancelled", "lost"]
"""How far a run is: ``cancelling`` until it has ended, ``lost`` when its server does not answer any more."""

GOING_ON: Final[frozenset[RunStatus]] = frozenset({"running", "cancelling"})
"""How far runs are that have not ended."""

StepStatus: TypeAlias = Literal["waiting", "running", "succeeded", "failed", "skipped"]
"""How far a step is."""


class RunRequest(NotebookRequest):
    """A notebook to run.

    Attributes:
        where: On this machine or on Kubeflow.
        profile: Name of the profile that says which Kubeflow.
        experiment: Experiment of the run there.
        parameters: Values of parameters, by name; the others have their defaults. Text stands for a value of any other
            type that it is the JSON of.
    """

    where: Literal["local", "kubeflow"]
    profile: str | None = None
    experiment: str | None = None
    parameters: dict[str, JsonValue] = Field(default_factory=dict)


class RunStep(Model):
    """How far a step is.

    Attributes:
        name: Its name.
        status: How far.
        seconds: How long it has taken so far.
        has_report: Whether it has written a report.
        cell: Id of its first cell.
    """

    name: str
    status: StepStatus = "waiting"
    seconds: float | None = None
    has_report: bool = False
    cell: str | None = None


class RunFailure(Model):
    """Why a run failed.

    Attributes:
        message: What went wrong.
        step: Name of the step.
        cell: Id of the cell.
        cell_number: Position of the cell, from 1.
        line: Line of the cell, from 1.
        source_line: That line.
    """

    message: str
    step: str | None = None
    cell: str | None = None
    cell_number: int | None = None
    line: int | None = None
    source_line: str | None = None


class RunState(Model):
    """A run.

    Attributes:
        id: The server's name for it.
        path: Path of the notebook.
        name: Name of the pipeline.
        where: On this machine or on Kubeflow.
        status: How far it is.
        started: When it started, as ISO 8601 has it.
        seconds: How long it has taken so far.
        steps: Its steps, in order.
        metrics: What it has measured, by name.
        failure: Why it failed.
        link: Where to look at it.
        python: What runs its steps; only for runs on this machine.
    """

    id: str
    path: str
    name: str
    where: Literal["local", "kubeflow"]
    status: RunStatus = "running"
    started: str
    seconds: float = 0.0
    steps: tuple[RunStep, ...] = ()
    metrics: dict[str, float] = Field(default_factory=dict)
    failure: RunFailure | None = None
    link: str | None = None
    python: Interpreter | None = None


class RunList(Model):
    """The runs that the server knows.

    Attributes:
        runs: The newest first.
    """

    runs: tuple[RunState, ...] = ()


class StepLog(Model):
    """What a step has printed.

    Attributes:
        text: The end of it.
        truncated: Whether there is more before.
    """

    text: str
    truncated: bool = False


class ProfileChoice(Model):
    """A Kubeflow that can be chosen.

    Attributes:
        name: Name of the profile.
        host: Address of the server.
        namespace: Namespace of the user.
        fault: Why it cannot be used.
    """

    name: str
    host: str | None = None
    namespace: str | None = None
    fault: str | None = None


class ProfileList(Model):
    """The profiles that can be chosen.

    Attributes:
        profiles: The profiles, the one that applies by itself first.
        default: Name of the one that applies by itself.
    """

    profiles: tuple[ProfileChoice, ...] = ()
    default: str | None = None
