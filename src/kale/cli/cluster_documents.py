"""What ``--json`` prints of what is on a server."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from kale.cli.run_document import StepFailure
from kale.pipeline.model import Model

if TYPE_CHECKING:
    from kale.engines.kubeflow import ClusterStep, RunRecord, Schedule, Upload


class UploadDocument(Model):
    """A pipeline that is on the server.

    Attributes:
        version: Version of this form.
        succeeded: Always true.
        pipeline: Name of the pipeline.
        pipeline_version: Name of the version, which follows from the content.
        pipeline_id: The server's id of the pipeline.
        version_id: The server's id of the version.
        new: Whether the version was not there before.
        url: Where to look at it.
    """

    version: Literal[1] = 1
    succeeded: Literal[True] = True
    pipeline: str
    pipeline_version: str
    pipeline_id: str
    version_id: str
    new: bool
    url: str

    @classmethod
    def of(cls, upload: Upload) -> UploadDocument:
        """Describe ``upload``."""
        return cls(
            pipeline=upload.name,
            pipeline_version=upload.version,
            pipeline_id=upload.pipeline_id,
            version_id=upload.version_id,
            new=upload.new,
            url=upload.url,
        )


class ClusterStepDocument(Model):
    """What has become of a step.

    Attributes:
        name: Its name.
        state: How far it has come.
        duration: Seconds that it has taken.
        error: Why it failed.
    """

    name: str
    state: str
    duration: float
    error: StepFailure | None

    @classmethod
    def of(cls, step: ClusterStep) -> ClusterStepDocument:
        """Describe ``step``."""
        error = StepFailure.of(step.error) if step.error else None
        return cls(name=step.name, state=step.state.value, duration=step.duration, error=error)


class ClusterRunDocument(Model):
    """A run on a server.

    Attributes:
        version: Version of this form.
        succeeded: Whether it has ended well; ``null`` while it goes on.
        run_id: The server's id of the run.
        name: Its name.
        state: How far it has come.
        url: Where to look at it.
        created: When it was asked for.
        finished: When it ended.
        steps: What has become of its steps.
        metrics: What the steps have measured, once the run has ended.
    """

    version: Literal[1] = 1
    succeeded: bool | None
    run_id: str
    name: str
    state: str
    url: str | None
    created: datetime.datetime | None
    finished: datetime.datetime | None
    steps: tuple[ClusterStepDocument, ...]
    metrics: dict[str, float]

    @classmethod
    def of(
        cls, record: RunRecord, url: str | None = None, metrics: Mapping[str, float] | None = None
    ) -> ClusterRunDocument:
        """Describe a run."""
        return cls(
            succeeded=record.state.value == "succeeded" if record.state.ended else None,
            run_id=record.run_id,
            name=record.name,
            state=record.state.value,
            url=url,
            created=record.created,
            finished=record.finished,
            steps=tuple(map(ClusterStepDocument.of, record.steps)),
            metrics=dict(metrics or {}),
        )


class RunListDocument(Model):
    """The newest runs.

    Attributes:
        version: Version of this form.
        runs: The runs, the newest first.
    """

    version: Literal[1] = 1
    runs: tuple[ClusterRunDocument, ...]


class ScheduleDocument(Model):
    """A pipeline that runs again and again.

    Attributes:
        schedule_id: The server's id of the schedule.
        name: Its name.
        when: When it runs.
        enabled: Whether it runs at all at the moment.
    """

    schedule_id: str
    name: str
    when: str
    enabled: bool

    @classmethod
    def of(cls, schedule: Schedule) -> ScheduleDocument:
        """Describe ``schedule``."""
        return cls(schedule_id=schedule.schedule_id, name=schedule.name, when=schedule.when, enabled=schedule.enabled)


class ScheduleListDocument(Model):
    """All schedules.

    Attributes:
        version: Version of this form.
        schedules: The schedules, the newest first.
    """

    version: Literal[1] = 1
    schedules: tuple[ScheduleDocument, ...]
