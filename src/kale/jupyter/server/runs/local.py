"""A run on this machine, in a process of its own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

from pydantic import ValidationError

from kale.engines import StepState
from kale.jupyter.server.documents import Interpreter, RunFailure, RunStep, StepLog, StepStatus
from kale.jupyter.server.failures import not_found
from kale.jupyter.server.runs.messages import MESSAGE, LocalOrder, RunEnd, StepNews
from kale.jupyter.server.runs.plan import RunPlan
from kale.jupyter.server.runs.run import LONGEST_LOG, Run

PATIENCE: Final = 15.0
"""Seconds that the process of a run has to end its step and itself."""

_COMMAND: Final = (sys.executable, "-m", "kale.jupyter.server.runs.local_process")

_STATUS: Final[dict[StepState, StepStatus]] = {
    StepState.RUNNING: "running",
    StepState.SUCCEEDED: "succeeded",
    StepState.FAILED: "failed",
    StepState.NOT_RUN: "skipped",
}


class LocalRun(Run):
    """A run on this machine.

    Its process ends when its standard input does, so that nothing is left of it when this one is no more.

    Args:
        plan: What is known of it before it starts.
        order: What to run.
        interpreter: What runs the steps.
    """

    def __init__(self, plan: RunPlan, order: LocalOrder, interpreter: Interpreter) -> None:
        super().__init__(plan, "local", python=interpreter)
        self._order = order
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._news: dict[str, StepNews] = {}
        self._end: RunEnd | None = None
        self._cancelled = False
        self._process = subprocess.Popen(  # noqa: S603 - no shell, and the program is the interpreter
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, start_new_session=True
        )

    def cancel(self) -> None:
        """End the process and the step that it runs."""
        with self._lock:
            if self.ended:
                return
            self._cancelled = True
            self._update(status="cancelling")
        self._close_input()
        self._follower.join(PATIENCE)
        if self._follower.is_alive():
            self._process.kill()
            self._follower.join()

    def log(self, step: str) -> StepLog:
        """Give what a step has printed so far.

        Raises:
            RequestError: Somebody has removed the file.
        """
        news = self._news.get(step)
        if news is None or news.log is None:
            return StepLog(text="")
        try:
            with Path(news.log).open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(size - LONGEST_LOG, 0))
                return StepLog(text=file.read().decode("utf-8", "replace"), truncated=size > LONGEST_LOG)
        except FileNotFoundError:
            raise not_found(f"the log of step {step!r} is not there any more") from None

    def report(self, step: str) -> bytes | None:
        """Give the page that a step has written; ``None`` where there is none, or not any more."""
        news = self._news.get(step)
        if news is None or news.report is None:
            return None
        try:
            return Path(news.report).read_bytes()
        except FileNotFoundError:
            return None

    def _follow(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        # A run may be cancelled, and its process may die, before it has been told what to run.
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(self._order.model_dump_json().encode() + b"\n")
            self._process.stdin.flush()
        for line in self._process.stdout:
            self._take(line)
        code = self._process.wait()
        self._process.stdout.close()
        self._close_input()
        self._finish(code)

    def _take(self, line: bytes) -> None:
        try:
            message = MESSAGE.validate_json(line)
        except ValidationError:
            return
        if isinstance(message, RunEnd):
            self._end = message
            return
        self._news[message.step] = message
        running = {message.step: 0.0} if message.state is StepState.RUNNING else {}
        self._update_steps([self._step(message)], running)
        self._update(metrics={**self._state.metrics, **message.metrics})

    def _step(self, news: StepNews) -> RunStep:
        return RunStep(
            name=news.step,
            status=_STATUS[news.state],
            seconds=news.duration if news.state in (StepState.SUCCEEDED, StepState.FAILED) else None,
            has_report=news.report is not None,
            cell=self.plan.steps.get(news.step),
        )

    def _finish(self, code: int) -> None:
        failure = self._failure(code)
        ended: dict[StepStatus, StepStatus] = {"waiting": "skipped", "running": "failed"}
        if self._cancelled:
            ended["running"] = "skipped"
        left = [step for step in self._state.steps if step.status in ended]
        self._update_steps([step.model_copy(update={"status": ended[step.status]}) for step in left], {})
        if self._cancelled:
            self._update(status="cancelled")
        else:
            self._update(status="failed" if failure is not None else "succeeded", failure=failure)
        self._errors.close()

    def _failure(self, code: int) -> RunFailure | None:
        failed = next((news for news in self._news.values() if news.state is StepState.FAILED), None)
        if failed is not None:
            return self.plan.failure(
                failed.error or "the step failed", failed.step, failed.cell, failed.line, failed.source_line
            )
        if self._end is None:
            return RunFailure(message=f"the run's process ended with exit code {code}{self._last_words()}")
        return RunFailure(message=self._end.fault) if self._end.fault is not None else None

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return f": {lines[-1]}" if lines else ""

    def _close_input(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
