"""A run on Kubeflow, at which the server looks now and then until it ends."""

from __future__ import annotations

from typing import Final

from kale.engines.kubeflow import ClusterRun, ClusterStep, RunRecord
from kale.engines.kubeflow.records import RunState
from kale.errors import KaleError
from kale.jupyter.server.documents import RunFailure, RunStatus, RunStep, StepLog, StepStatus
from kale.jupyter.server.runs.plan import RunPlan
from kale.jupyter.server.runs.run import Run, log_end

_STEPS: Final[dict[RunState, StepStatus]] = {
    RunState.PENDING: "waiting",
    RunState.RUNNING: "running",
    RunState.PAUSED: "running",
    RunState.CANCELING: "running",
    RunState.SUCCEEDED: "succeeded",
    RunState.SKIPPED: "skipped",
    RunState.FAILED: "failed",
    RunState.CANCELED: "skipped",
    RunState.NOT_RUN: "skipped",
}
_ENDED: Final[dict[RunState, RunStatus]] = {
    RunState.SUCCEEDED: "succeeded",
    RunState.SKIPPED: "succeeded",
    RunState.FAILED: "failed",
    RunState.CANCELED: "cancelled",
}


class KubeflowRun(Run):
    """A run on Kubeflow.

    Args:
        plan: What is known of it before it starts.
        run: The run there.
    """

    def __init__(self, plan: RunPlan, run: ClusterRun) -> None:
        super().__init__(plan, "kubeflow", link=run.url)
        self._run = run

    def cancel(self) -> None:
        """Ask the server to end the run; that it has ended is seen at the next look."""
        if not self.ended:
            self._run.terminate()
            with self._lock:
                if not self.ended:
                    self._update(status="cancelling")

    def log(self, step: str) -> StepLog:
        """Give what a step has printed, as far as the server keeps it."""
        return log_end(self._run.log(step))

    def report(self, step: str) -> bytes | None:
        """Give the page that a step has written, from where the server keeps it."""
        return self._run.report(step).encode()

    def _follow(self) -> None:
        try:
            record = self._run.wait(on_change=self._take)
            record = self._run.explained(record)
            metrics = self._metrics()
        except KaleError as error:
            self._update(status="lost", failure=RunFailure(message=error.message))
            return
        self._take(record)
        self._update(metrics=metrics, failure=self._failure(record), status=_ENDED.get(record.state, "failed"))

    def _metrics(self) -> dict[str, float]:
        try:
            return self._run.metrics()
        except KaleError:
            # The run has ended all the same, and its page shows them.
            return {}

    def _take(self, record: RunRecord) -> None:
        running = {step.name: step.duration for step in record.steps if _STEPS[step.state] == "running"}
        self._update_steps([self._step(step) for step in record.steps], running)

    def _step(self, step: ClusterStep) -> RunStep:
        return RunStep(
            name=step.name,
            status=_STEPS[step.state],
            seconds=step.duration if step.attempts else None,
            # What a step has written that failed stays in its container.
            has_report=step.name in self.plan.reporting and step.state is RunState.SUCCEEDED,
            cell=self.plan.steps.get(step.name),
        )

    def _failure(self, record: RunRecord) -> RunFailure | None:
        if record.state is not RunState.FAILED:
            return None
        for step in record.failures:
            error = step.error
            if error is not None:
                message = f"{error.type}: {error.message}" if error.message else error.type
                return self.plan.failure(message, step.name, error.cell or None, error.line, error.source_line)
            return self.plan.failure(step.message or "the server does not say why", step.name)
        return RunFailure(message=record.message or "the server does not say why")
