"""A run that the server looks after."""

from __future__ import annotations

import datetime
import logging
import secrets
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from kale.jupyter.server.documents import GOING_ON, RunFailure, RunState, RunStep, StepLog
from kale.jupyter.server.runs.plan import RunPlan

_LOG: Final = logging.getLogger(__name__)

LONGEST_LOG: Final = 512 * 1024
"""Characters of a log that are shown, from its end."""


class Run(ABC):
    """A run that the server looks after, in a thread that ends with the run.

    Args:
        plan: What is known of it before it starts.
        where: On this machine or on Kubeflow.
        facts: What else is known of its state from the start.

    Attributes:
        plan: What is known of it before it starts.
    """

    def __init__(self, plan: RunPlan, where: Literal["local", "kubeflow"], **facts: Any) -> None:  # noqa: ANN401 - the fields of RunState
        self.plan = plan
        self._lock = threading.RLock()
        self._began = time.monotonic()
        self._running: dict[str, float] = {}
        self._state = RunState(
            id=secrets.token_hex(8),
            path=plan.path,
            name=plan.name,
            where=where,
            started=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            steps=plan.waiting(),
            **facts,
        )
        self._follower = threading.Thread(target=self._follow_closely, name=f"kale run {self._state.id}", daemon=True)

    @property
    def id(self) -> str:
        """The server's name for it."""
        return self._state.id

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self._state.status not in GOING_ON

    def state(self) -> RunState:
        """Give how far it is by now."""
        with self._lock:
            if self.ended:
                return self._state
            now = time.monotonic()
            steps = tuple(self._with_seconds(step, now) for step in self._state.steps)
            return self._state.model_copy(update={"seconds": now - self._began, "steps": steps})

    def begin(self) -> None:
        """Look after it from now on."""
        self._follower.start()

    @abstractmethod
    def cancel(self) -> None:
        """End it before its time; nothing happens when it has ended."""

    @abstractmethod
    def log(self, step: str) -> StepLog:
        """Give what a step has printed.

        Raises:
            kale.errors.KaleError: There is nothing to give.
        """

    @abstractmethod
    def report(self, step: str) -> bytes | None:
        """Give the page that a step has written, as HTML; ``None`` where it has written none.

        Raises:
            kale.errors.KaleError: It cannot be had.
        """

    @abstractmethod
    def _follow(self) -> None:
        """Look after the run to its end."""

    def _follow_closely(self) -> None:
        """Look after the run, and tell if that goes wrong: nobody else would see an error in this thread."""
        try:
            self._follow()
        except Exception as error:  # noqa: BLE001 - whatever it is, the run would seem to go on for ever
            _LOG.exception("kale lost sight of run %s", self.id)
            self._update(status="lost", failure=RunFailure(message=f"kale lost sight of the run: {error!r}"))

    def _update(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of RunState
        """Take note of something new; a run that ends keeps the time that it has taken."""
        with self._lock:
            if changes.get("status", "running") not in GOING_ON:
                changes["seconds"] = time.monotonic() - self._began
            self._state = self._state.model_copy(update=changes)

    def _update_steps(self, steps: Iterable[RunStep], running: Mapping[str, float]) -> None:
        """Take note of how far steps are.

        Args:
            steps: Those about which there is something new.
            running: Seconds that those take already which are running, by name.
        """
        news = {step.name: step for step in steps}
        with self._lock:
            now = time.monotonic()
            self._running = {name: now - seconds for name, seconds in running.items()}
            self._update(steps=tuple(news.get(step.name, step) for step in self._state.steps))

    def _with_seconds(self, step: RunStep, now: float) -> RunStep:
        began = self._running.get(step.name)
        return step if began is None else step.model_copy(update={"seconds": now - began})


def log_end(text: str) -> StepLog:
    """Give the end of a log."""
    return StepLog(text=text[-LONGEST_LOG:], truncated=len(text) > LONGEST_LOG)
