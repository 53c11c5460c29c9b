"""Runs the plan of a step in a process of its own, and gives what became of it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kale.emit.packing import BOOTSTRAP, packed_runtime

Plan = Sequence[Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a step.

    Attributes:
        code: Its exit code.
        out: What it printed.
        err: What it printed as errors.
        events: What it told the engine.
        outputs: What it told the platform of its artifacts; empty when it failed.
    """

    code: int
    out: str
    err: str
    events: Sequence[dict[str, Any]]
    outputs: dict[str, Any]

    @property
    def error(self) -> dict[str, Any]:
        """The error that it told the engine."""
        error: dict[str, Any] = self.events[-1]["error"]
        return error


class Bench:
    """A folder in which steps run one after the other, each with the artifacts of those before it.

    Args:
        folder: Where to.
        packed: Whether the program travels in the command rather than being imported.
        python: The interpreter.
    """

    def __init__(self, folder: Path, *, packed: bool = False, python: str = sys.executable) -> None:
        self.folder = folder
        self._packed = packed
        self._python = python

    def artifact(self, name: str) -> Path:
        """Give the file of an artifact."""
        return self.folder / "artifacts" / name

    def run(
        self,
        plan: Plan,
        *sources: str,
        given: Mapping[str, object] | None = None,
        environment: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
    ) -> Outcome:
        """Run a plan.

        Args:
            plan: The operations, without the metrics artifact's name.
            sources: The sources, each a cell of its own, numbered from 1.
            given: The pipeline's parameters.
            environment: Environment variables besides the usual ones.
            more: Further entries of the plan, or other values for the usual ones.
        """
        for left in ("events.jsonl", "output.json"):
            (self.folder / left).unlink(missing_ok=True)
        done = subprocess.run(
            self.command(plan, sources, given or {}, more or {}),
            env=self.environment(len(sources), environment or {}),
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        return Outcome(
            code=done.returncode,
            out=done.stdout.decode(errors="backslashreplace"),
            err=done.stderr.decode(errors="backslashreplace"),
            events=self._events(),
            outputs=self._outputs(),
        )

    def cells(self, *sources: str, environment: Mapping[str, str] | None = None) -> Outcome:
        """Run cells one after the other."""
        return self.run([["run", number] for number in range(len(sources))], *sources, environment=environment)

    def hand_on(self, make: str, names: str, use: str, definitions: str = "") -> Outcome:
        """Make variables in one step and use them in the next; give what became of the second, or of a failed first.

        Args:
            make: Code of the first step.
            names: The variables, separated by blanks.
            use: Code of the second step.
            definitions: Code of functions and classes that both steps carry.
        """
        variables = names.split()
        carried = [
            node.name for node in ast.parse(definitions).body if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        first = self.run([["define", 0], ["run", 1], ["save", "a", variables, carried]], definitions, make)
        if first.code:
            return first
        return self.run([["define", 0], ["load", "a", variables], ["run", 1]], definitions, use)

    def command(
        self, plan: Plan, sources: Sequence[str], given: Mapping[str, object], more: Mapping[str, object]
    ) -> list[str]:
        """Give the command of a step."""
        document = {
            "kale": 1,
            "step": "train",
            "sources": [1] * len(sources),
            "plan": plan,
            "metrics": "metrics",
            **more,
        }
        start = ["-c", BOOTSTRAP, *packed_runtime()] if self._packed else ["-m", "kale.runtime"]
        return [self._python, *start, json.dumps(document), *sources, json.dumps(self._executor_input(plan, given))]

    def environment(self, sources: int, more: Mapping[str, str]) -> dict[str, str]:
        """Give the environment of a step with so many sources."""
        places = {"notebook": "train.ipynb", "places": [[number + 1, 1] for number in range(sources)]}
        return {
            **os.environ,
            "KALE_PLACES": json.dumps(places),
            "KALE_EVENTS": str(self.folder / "events.jsonl"),
            **more,
        }

    def _executor_input(self, plan: Plan, given: Mapping[str, object]) -> dict[str, Any]:
        def artifacts(kind: str) -> dict[str, Any]:
            names = [operation[1] for operation in plan if operation[0] == kind]
            return {name: self._artifact_list(name) for name in names}

        inputs: dict[str, Any] = {"artifacts": artifacts("load")}
        if given:
            inputs["parameterValues"] = dict(given)
        charts = [name for operation in plan if operation[0] == "metrics" for name in dict(*operation[2:]).values()]
        outputs = {
            **artifacts("save"),
            **artifacts("report"),
            **{name: self._artifact_list(name) for name in ("metrics", *charts)},
        }
        return {"inputs": inputs, "outputs": {"artifacts": outputs, "outputFile": str(self.folder / "output.json")}}

    def _artifact_list(self, name: str) -> dict[str, Any]:
        return {"artifacts": [{"name": name, "uri": str(self.artifact(name)), "metadata": {}}]}

    def _events(self) -> list[dict[str, Any]]:
        path = self.folder / "events.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def _outputs(self) -> dict[str, Any]:
        path = self.folder / "output.json"
        found: dict[str, Any] = json.loads(path.read_text())["artifacts"] if path.exists() else {}
        return found
