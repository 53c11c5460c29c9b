"""One run on a cluster: looked at, waited for, ended, tried again."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kale.engines.kubeflow.artifacts import ClusterArtifact, artifacts_of
from kale.engines.kubeflow.connection import request
from kale.engines.kubeflow.records import ClusterStep, RunRecord, RunState, describe_failure, run_record
from kale.engines.kubeflow.run_logs import failure_of, metrics_in, step_log
from kale.engines.kubeflow.run_reports import step_report
from kale.engines.kubeflow.specification import Tasks
from kale.errors import KaleError, RunError

if TYPE_CHECKING:
    from kale.engines.kubeflow.cluster import Cluster

OUTAGE: Final = 600.0
"""Seconds for which a server may be away while a run is waited for."""

_FIRST_POLL: Final = 1.0
_LONGEST_POLL: Final = 10.0

Listener = Callable[[RunRecord], None]


class ClusterRun:
    """A run on a cluster.

    Args:
        cluster: The server.
        run_id: The server's id of the run.
        tasks: What is known of its tasks.
    """

    def __init__(self, cluster: Cluster, run_id: str, tasks: Tasks) -> None:
        # Keeps open what the cluster has opened, such as a port-forward.
        self.cluster = cluster
        self._connection = cluster.connection
        self._namespace = cluster.profile.namespace
        self._tasks = tasks
        self.run_id = run_id
        self.url = f"{cluster.site}/#/runs/details/{run_id}"

    def record(self, *, patience: float | None = None) -> RunRecord:
        """Ask what has become of the run.

        Args:
            patience: Seconds for which the server may be away.

        Raises:
            kale.errors.NotFoundOnServerError: The server has no such run.
            kale.errors.KaleError: The server does not answer.
        """
        answer = self._connection.ask(request(self._api.run_service_get_run, self.run_id), patience=patience)
        return run_record(answer, self._tasks.steps, self._connection.server_time())

    def wait(
        self, *, timeout: float | None = None, outage: float = OUTAGE, on_change: Listener | None = None
    ) -> RunRecord:
        """Wait until the run has ended. A server that is away for a while, or a token that expires, does no harm.

        Args:
            timeout: Seconds to wait; without end unless given.
            outage: Seconds for which the server may be away.
            on_change: Called with the state of the run when something in it has changed.

        Raises:
            kale.errors.RunError: The time is over; the run goes on.
            kale.errors.KaleError: The server does not answer; the run goes on.
        """
        began, poll, last = time.monotonic(), _FIRST_POLL, None
        while True:
            record = self.record(patience=outage)
            if on_change is not None and _gist(record) != last:
                on_change(record)
            poll = min(poll * 1.5, _LONGEST_POLL) if _gist(record) == last else _FIRST_POLL
            last = _gist(record)
            if record.state.ended:
                return record
            if timeout is not None and time.monotonic() - began + poll > timeout:
                raise RunError(
                    f"the run {record.name!r} has not ended after {timeout:g} seconds; it goes on: {self.url}"
                )
            self._connection.pause(poll)

    def explained(self, record: RunRecord) -> RunRecord:
        """Give ``record`` with the reasons of its failures, as far as the server has them."""
        steps = tuple(
            dataclasses.replace(step, error=failure_of(step, self._log)) if step.state is RunState.FAILED else step
            for step in record.steps
        )
        return dataclasses.replace(record, steps=steps)

    def raise_for_failure(self) -> None:
        """Do nothing when the run has succeeded or is still going on.

        Raises:
            kale.errors.RunError: It has failed, or was canceled; the message names step, cell, line and error.
            kale.errors.KaleError: The server does not answer.
        """
        record = self.record()
        if record.state in (RunState.FAILED, RunState.CANCELED):
            raise RunError(describe_failure(self.explained(record)))

    def log(self, step: str) -> str:
        """Give what a step has printed.

        Args:
            step: Name of the step, or of its task.

        Raises:
            kale.errors.RunError: The run has no such step.
            kale.errors.NotFoundOnServerError: The server has no log of it, or no longer.
            kale.errors.KaleError: The server does not answer.
        """
        return self._log(self._step(step))

    def report(self, step: str) -> str:
        """Give the page that a step with the option ``report`` has written, as HTML.

        Args:
            step: Name of the step, or of its task.

        Raises:
            kale.errors.RunError: The run has no such step.
            kale.errors.NotFoundOnServerError: It has written none, or the server does not hand it out.
            kale.errors.KaleError: The server does not answer.
        """
        found = self._step(step)
        return step_report(self._connection, found, self._log(found), self._namespace)

    def metrics(self) -> dict[str, float]:
        """Give what the steps have measured, by name.

        Raises:
            kale.errors.KaleError: The server does not answer.
        """
        record = self.record()
        found: dict[str, float] = {}
        for artifact in self._artifacts():
            found.update(artifact.metrics)
        if not found:
            for step in record.steps:
                found.update(metrics_in(self._log_if_any(step)))
        return found

    @property
    def outputs(self) -> dict[str, ClusterArtifact]:
        """For each variable that was saved, its artifact; nothing where the server does not list artifacts.

        Raises:
            kale.errors.KaleError: The server does not answer.
        """
        return {variable: artifact for artifact in self._artifacts() for variable in artifact.variables}

    def terminate(self) -> None:
        """End the run.

        Raises:
            kale.errors.KaleError: The server does not end it.
        """
        self._connection.ask(request(self._api.run_service_terminate_run, self.run_id))

    def retry(self) -> None:
        """Run what has failed again, with what has succeeded.

        Raises:
            kale.errors.KaleError: The server does not do it.
        """
        self._connection.ask(request(self._api.run_service_retry_run, self.run_id))

    @property
    def _api(self) -> Any:  # noqa: ANN401 - the SDK has no types
        return self._connection.client.runs

    def _artifacts(self) -> tuple[ClusterArtifact, ...]:
        return artifacts_of(self._connection, self.run_id)

    def _step(self, name: str) -> ClusterStep:
        record = self.record()
        for each in record.steps:
            if name in (each.name, each.task):
                return each
        names = ", ".join(repr(each.name) for each in record.steps) or "none"
        raise RunError(f"the run has no step {name!r}; it has {names}")

    def _log(self, step: ClusterStep) -> str:
        template = self._tasks.templates.get(step.task, "")
        return step_log(self._connection, self.run_id, step, self._namespace, template=template)

    def _log_if_any(self, step: ClusterStep) -> str:
        try:
            return self._log(step) if step.attempts else ""
        except KaleError:
            return ""


def _gist(record: RunRecord) -> tuple[object, ...]:
    """What of a record has to change for it to be news."""
    return record.state, tuple((step.task, step.state, step.attempts) for step in record.steps)
