"""What the runtime says of a step while it runs, in lines of JSON."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kale.engines.processes import Ending
from kale.engines.records import SavedArtifact, StepError

Report = Mapping[str, Any]

_CELL_LINE: Final = re.compile(
    r'^[ |]*  File "<(?P<notebook>.*?)(?: cell (?P<cell>\d+)|(?<=\.py))>", line (?P<line>\d+).*'
    r"(?:\n[ |]*    (?P<source>.*))?",
    re.MULTILINE,
)


class ReportFile:
    """The file to which the runtime appends its reports."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._position = 0

    def new(self) -> Sequence[Report]:
        """Give the reports that have come since the last time; a line cut short by a killed process is none."""
        if not self.path.exists():
            return []
        with self.path.open("rb") as file:
            file.seek(self._position)
            data = file.read()
        self._position += len(data)
        return [report for line in data.splitlines() if (report := _parse(line)) is not None]


def saved_artifacts(report: Report, paths: Mapping[str, Path]) -> tuple[SavedArtifact, ...]:
    """Give what a step has saved, from its last report.

    Args:
        report: The report.
        paths: Where each output of the step is, by name.
    """
    saved: Mapping[str, Any] = report.get("saved", {})
    return tuple(
        SavedArtifact(name=name, path=paths[name], variables=dict(facts["variables"]), size=facts["bytes"])
        for name, facts in saved.items()
    )


def error_of(reports: Sequence[Report], ending: Ending, timeout: int | None) -> StepError | None:
    """Give why a step failed, or nothing if it did not.

    Args:
        reports: What the runtime has said of this attempt.
        ending: How the process ended.
        timeout: Seconds that it had.
    """
    if ending.timed_out:
        return StepError("process", "TimeoutError", f"the step took longer than its timeout of {timeout} seconds")
    failures = [report["error"] for report in reports if report.get("event") == "fail"]
    if failures and ending.code:
        return step_error(failures[-1])
    if ending.code < 0:
        name = _signal_name(-ending.code)
        hint = "; often that means that memory ran out" if name == "SIGKILL" else ""
        return StepError("process", name, f"the step's process was ended by the signal {name}{hint}")
    if ending.code:
        return StepError("process", "SystemExit", f"the step's process ended with exit code {ending.code}")
    if not any(report.get("event") == "end" for report in reports):
        return StepError("process", "SystemExit", "the step's process ended before the step was over")
    return None


def step_error(report: Report) -> StepError:
    """Give an error that the runtime has reported, with the place in the notebook that its traceback ends in."""
    text = str(report.get("traceback") or "")
    places = list(_CELL_LINE.finditer(text))
    found: dict[str, Any] = places[-1].groupdict() if places else {}
    if "made" in report:
        found = dict(zip(("notebook", "cell", "line"), report["made"], strict=True))
    return StepError(
        phase=str(report.get("phase")),
        type=str(report.get("type")),
        message=str(report.get("message")),
        notebook=found.get("notebook"),
        cell=int(found["cell"] or 0) if found else None,
        line=int(found["line"]) if found else None,
        source_line=found.get("source"),
        variable=report.get("variable"),
        traceback=text or None,
    )


def _parse(line: bytes) -> Report | None:
    try:
        report = json.loads(line)
    except ValueError:
        return None
    return report if isinstance(report, dict) else None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
