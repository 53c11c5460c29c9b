"""Running the steps of one run: each in its process, and what became of it."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kale.emit.interface import step_interface
from kale.engines.adaptation import Variables
from kale.engines.processes import Ending, run_process
from kale.engines.records import ReportedChart, StepError, StepEvent, StepRecord, StepState
from kale.engines.reports import Report, ReportFile, error_of, saved_artifacts
from kale.pipeline import Step
from kale.platform.reserved import EVENTS_VARIABLE

TASK_VARIABLE: Final = "KALE_LOCAL_TASK"
"""Tells the engine, through the runner, whose process it is to start; the process does not see it."""

Echo = Callable[[str, str], None]
Listener = Callable[[StepEvent], None]


@dataclass(frozen=True)
class Folders:
    """The parts of a run's folder.

    Attributes:
        run: The folder.
    """

    run: Path

    @property
    def outputs(self) -> Path:
        """What steps have saved."""
        return self.run / "outputs"

    @property
    def logs(self) -> Path:
        """What steps have printed, one file each."""
        return self.run / "logs"

    @property
    def reports(self) -> Path:
        """What steps say of themselves, a page each."""
        return self.run / "reports"

    @property
    def workspace(self) -> Path:
        """Stands for the volume that the steps share."""
        return self.run / "workspace"

    @property
    def events(self) -> Path:
        """What the runtime has reported."""
        return self.run / "events.jsonl"

    @property
    def specification(self) -> Path:
        """The pipeline."""
        return self.run / "pipeline.yaml"


class StepRunner:
    """Runs steps when the local runner of KFP asks for it, and keeps what is known of them.

    Args:
        steps: The steps by their tasks.
        folders: The parts of the run's folder.
        directory: Where the steps run; the current directory unless given.
        on_event: Called when a step starts, ends, or will not start any more.
        echo: Called with a step's name and a line that it printed.
        kept: Files of what each step leaves in the workspace, by the names of steps and artifacts.
        python: Interpreter that runs the steps.

    Attributes:
        records: What became of each step, by its name.
        interruption: What a listener or the user has raised, where something has been.
    """

    def __init__(
        self,
        steps: Mapping[str, Step],
        folders: Folders,
        directory: Path | None,
        on_event: Listener | None,
        echo: Echo | None,
        *,
        kept: Mapping[str, Mapping[str, Path]],
        python: str,
    ) -> None:
        self.records = {step.name: StepRecord(step.name, StepState.NOT_RUN) for step in steps.values()}
        self.interruption: BaseException | None = None
        self._steps = steps
        self._folders = folders
        self._directory = directory
        self._reports = ReportFile(folders.events)
        self._on_event = on_event
        self._echo = echo
        self._kept = kept
        self._python = python

    def environment(self, task: str) -> Variables:
        """Give the environment variables that a task has only in a local run."""
        return {EVENTS_VARIABLE: str(self._folders.events), TASK_VARIABLE: task}

    def run(self, handler: Any) -> int:  # noqa: ANN401 - a class of the SDK, which has no types
        """Run one attempt of one step.

        Args:
            handler: The runner's task handler, which has the command with all placeholders replaced.

        Returns:
            0 when the step succeeded.
        """
        try:
            return self._run(handler)
        except BaseException as error:
            self.interruption = error
            raise

    def _run(self, handler: Any) -> int:  # noqa: ANN401 - a class of the SDK, which has no types
        environment = {**os.environ, **handler.env_vars}
        task = environment.pop(TASK_VARIABLE)
        step = self._steps[task]
        command: list[str] = handler.full_command
        started = time.time()
        log = self._folders.logs / f"{task}.log"
        attempts = self.records[step.name].attempts + 1
        record = StepRecord(step.name, StepState.RUNNING, started=started, attempts=attempts, log=log)
        self._tell(record)
        paths = {**_output_paths(command[-1]), **self._kept.get(step.name, {})}
        report = paths.get(step_interface(step).report or "")
        if report is not None:
            # An attempt before this one may have left it.
            report.unlink(missing_ok=True)
        # The first word is the interpreter's name, which stands for the one that was chosen.
        ending = self._attempt(step, [self._python, *command[1:]], environment, log)
        reports = [report for report in self._reports.new() if report.get("step") == step.name]
        record = dataclasses.replace(record, duration=time.time() - started)
        if report is not None and report.exists():
            record = dataclasses.replace(record, report=self._keep_report(report, task))
        record = _with_results(record, reports, ending, paths, step.options.timeout)
        self._tell(record)
        return 0 if record.state is StepState.SUCCEEDED else 1

    def _keep_report(self, report: Path, task: str) -> Path:
        """Give a copy with a name that browsers know; the platform's own has none."""
        kept = self._folders.reports / f"{task}.html"
        kept.parent.mkdir(exist_ok=True)
        return Path(shutil.copyfile(report, kept))

    def tell_not_run(self) -> None:
        """Tell the listener of the steps that were never started."""
        for record in self.records.values():
            if record.state is StepState.NOT_RUN:
                self._tell(record)

    def _attempt(self, step: Step, command: list[str], environment: Mapping[str, str], log: Path) -> Ending | StepError:
        def echo(line: str) -> None:
            if self._echo is not None:
                self._echo(step.name, line)

        try:
            return run_process(
                command, environment, log, echo=echo, directory=self._directory, timeout=step.options.timeout
            )
        except OSError as error:
            return StepError("process", type(error).__name__, f"the step's process could not be started: {error}")

    def _tell(self, record: StepRecord) -> None:
        self.records[record.name] = record
        if self._on_event is not None:
            self._on_event(StepEvent(record.name, record.state, time.time(), record))


def _with_results(
    record: StepRecord,
    reports: list[Report],
    ending: Ending | StepError,
    paths: Mapping[str, Path],
    timeout: int | None,
) -> StepRecord:
    error = ending if isinstance(ending, StepError) else error_of(reports, ending, timeout)
    if error is not None:
        return dataclasses.replace(record, state=StepState.FAILED, error=error)
    last = next(report for report in reversed(reports) if report.get("event") == "end")
    return dataclasses.replace(
        record,
        state=StepState.SUCCEEDED,
        outputs=saved_artifacts(last, paths),
        metrics=dict(last["metrics"]),
        charts=tuple(ReportedChart(name, metadata) for name, metadata in last.get("charts", {}).items()),
    )


def _output_paths(executor_input: str) -> Mapping[str, Path]:
    artifacts = json.loads(executor_input).get("outputs", {}).get("artifacts", {})
    return {name: Path(content["artifacts"][0]["uri"]) for name, content in artifacts.items()}
