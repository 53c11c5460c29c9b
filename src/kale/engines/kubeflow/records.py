"""What a server says of a run: facts about it and about each of its steps."""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kale.engines.records import StepError

_ENDED: Final = frozenset({"SUCCEEDED", "FAILED", "SKIPPED", "CANCELED"})


class RunState(str, enum.Enum):
    """How far a run, or a step of it, has come."""

    PENDING = "pending"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELING = "canceling"
    CANCELED = "canceled"
    NOT_RUN = "not-run"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self in (RunState.SUCCEEDED, RunState.SKIPPED, RunState.FAILED, RunState.CANCELED, RunState.NOT_RUN)


@dataclass(frozen=True)
class ClusterStep:
    """What has become of a step by now.

    Attributes:
        name: The step's name as the user wrote it.
        task: Name of its task.
        state: How far it has come.
        started: When it started, by the server's clock.
        duration: Seconds that it has taken so far, by the server's clock.
        attempts: How many times it was started.
        pods: Names under which its logs may be had, the best first.
        message: What the server says of a failure.
        error: Why it failed, with the place in the notebook; only after :meth:`ClusterRun.explained`.
    """

    name: str
    task: str
    state: RunState
    started: datetime.datetime | None = None
    duration: float = 0.0
    attempts: int = 0
    pods: tuple[str, ...] = ()
    message: str | None = None
    error: StepError | None = None


@dataclass(frozen=True)
class RunRecord:
    """What has become of a run by now.

    Attributes:
        run_id: The server's id of the run.
        name: Its name.
        state: How far it has come.
        created: When it was asked for.
        finished: When it ended.
        steps: What has become of its steps, those that were planned first.
        message: What the server says of a failure of the run as a whole.
        pipeline_id: The server's id of the pipeline.
        version_id: The server's id of the version.
        experiment_id: The server's id of the experiment.
    """

    run_id: str
    name: str
    state: RunState
    created: datetime.datetime | None = None
    finished: datetime.datetime | None = None
    steps: tuple[ClusterStep, ...] = ()
    message: str | None = None
    pipeline_id: str | None = None
    version_id: str | None = None
    experiment_id: str | None = None

    @property
    def failures(self) -> tuple[ClusterStep, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.state is RunState.FAILED)


def describe_failure(record: RunRecord) -> str:
    """Say why a run failed: each step that did, with the cell and the line of the notebook."""
    if not record.failures:
        said = f": {record.message}" if record.message else ""
        return f"the run {record.name!r} {'was canceled' if record.state is RunState.CANCELED else 'failed'}{said}"
    lines: list[str] = []
    for step in record.failures:
        error = str(step.error or step.message or "the server does not say why").splitlines()
        place = f" in {error.pop(0)}" if step.error and step.error.place else ":"
        lines += [f"step {step.name!r} failed{place}", *(f"  {line}" for line in error)]
    return "\n".join(lines)


def run_record(run: Any, steps: Mapping[str, str], now: datetime.datetime) -> RunRecord:  # noqa: ANN401 - the SDK has no types
    """Give what a server says of a run.

    Args:
        run: A ``V2beta1Run``.
        steps: Name of each step of the pipeline, by its task; where none are known, every task of the run counts.
        now: The time by the server's clock.
    """
    state = state_of(run.state)
    reference = run.pipeline_version_reference
    details = tuple((run.run_details and run.run_details.task_details) or ())
    return RunRecord(
        run_id=str(run.run_id),
        name=str(run.display_name or run.run_id),
        state=state,
        created=run.created_at,
        finished=run.finished_at if state.ended else None,
        steps=tuple(_steps(details, steps or _tasks_in(details), state, now)),
        message=_message(run.error),
        pipeline_id=reference and reference.pipeline_id,
        version_id=reference and reference.pipeline_version_id,
        experiment_id=run.experiment_id,
    )


def state_of(text: str | None) -> RunState:
    """Give a state of the API in our words; one that a newer server has invented counts as running."""
    if not text or text in ("RUNTIME_STATE_UNSPECIFIED", "PENDING"):
        return RunState.PENDING
    known = {state.name: state for state in RunState}
    return known.get(text, RunState.RUNNING)


def _steps(
    details: Iterable[Any], steps: Mapping[str, str], run: RunState, now: datetime.datetime
) -> Iterator[ClusterStep]:
    tree = _Tree(details)
    for task, name in steps.items():
        attempts = tree.of_task(task)
        if not attempts:
            yield ClusterStep(name, task, RunState.NOT_RUN if run.ended else RunState.PENDING)
            continue
        last = attempts[-1]
        started = last.start_time or last.create_time
        ended = last.end_time if str(last.state) in _ENDED else None
        length = ((ended or now) - started).total_seconds() if started is not None else 0.0
        yield ClusterStep(
            name=name,
            task=task,
            state=state_of(last.state),
            started=started,
            # A clock may be wrong, but nothing takes less than no time.
            duration=max(length, 0.0),
            attempts=len(attempts),
            pods=tuple(tree.pods_of(last)),
            message=_message(last.error),
        )


def _tasks_in(details: Iterable[Any]) -> dict[str, str]:
    """Give the tasks of a run whose pipeline is not known: all that the server lists, its own machinery aside."""
    names = (re.sub(r"\(\d+\)$", "", str(detail.display_name or "")) for detail in details)
    return {name: name for name in names if name and name not in _MACHINERY and not name.endswith("-driver")}


_MACHINERY: Final = frozenset({"root", "executor", "driver"})


class _Tree:
    """The tasks of a run, each with what it consists of."""

    def __init__(self, details: Iterable[Any]) -> None:
        self._details = tuple(details)
        self._by_id = {key: each for each in self._details for key in (each.task_id, each.pod_name) if key}

    def of_task(self, task: str) -> list[Any]:
        """Give the attempts of a task, in order."""
        found = [
            each for each in self._details if re.fullmatch(rf"{re.escape(task)}(\(\d+\))?", str(each.display_name))
        ]
        return sorted(found, key=lambda each: (each.create_time or _BEGINNING, each.start_time or _BEGINNING))

    def pods_of(self, detail: Any) -> Iterator[str]:  # noqa: ANN401 - the SDK has no types
        """Give the pods that a task consists of, those that ran the user's code first."""
        below = [detail]
        for each in below:
            keys = [key for child in each.child_tasks or () for key in (child.task_id, child.pod_name) if key]
            found = [self._by_id[key] for key in keys if key in self._by_id]
            below += [child for child in found if child not in below]
        names = [str(each.pod_name) for each in reversed(below) if each.pod_name and not _is_driver(each)]
        details = [each.executor_detail.main_job for each in below if each.executor_detail]
        yield from dict.fromkeys([*(str(name) for name in details if name), *names])


_BEGINNING: Final = datetime.datetime.min.replace(tzinfo=datetime.timezone.utc)


def _is_driver(detail: Any) -> bool:  # noqa: ANN401 - the SDK has no types
    return str(detail.display_name or "").endswith("driver")


def _message(error: Any) -> str | None:  # noqa: ANN401 - the SDK has no types
    return str(error.message) if error is not None and error.message else None
