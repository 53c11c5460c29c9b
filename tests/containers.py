"""A compiled pipeline run as a cluster runs it: each step in an empty folder, and whatever environment it is given.

Nothing of kale is in the way: the command of the YAML is started with what the launcher would put in its place.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kale.emit import CompiledPipeline


@dataclass(frozen=True)
class Container:
    """What became of a step.

    Attributes:
        task: Name of its task.
        code: Its exit code.
        out: What it printed.
        err: What it printed as errors.
    """

    task: str
    code: int
    out: str
    err: str


def run_containers(
    compiled: CompiledPipeline, folder: Path, python: Path, environment: Callable[[str], Mapping[str, str]]
) -> list[Container]:
    """Run a pipeline step by step, to the end or to the first step that fails.

    Args:
        compiled: The pipeline.
        folder: Where artifacts and working directories go.
        python: The interpreter.
        environment: Gives all that the task of a name finds in its environment besides its own variables.
    """
    spec: Any = compiled.spec
    tasks = spec["root"]["dag"]["tasks"]
    done: list[Container] = []
    pending = dict(tasks)
    while pending:
        ready = [name for name in pending if not set(_before(tasks[name])) & pending.keys()]
        for name in ready:
            del pending[name]
            done.append(_run(name, spec, folder, str(python), environment(name)))
            if done[-1].code:
                return done
    return done


def _before(task: Any) -> list[str]:
    artifacts = task.get("inputs", {}).get("artifacts", {}).values()
    return [*task.get("dependentTasks", ()), *(given["taskOutputArtifact"]["producerTask"] for given in artifacts)]


def _run(name: str, spec: Any, folder: Path, python: str, environment: Mapping[str, str]) -> Container:
    task = spec["root"]["dag"]["tasks"][name]
    component = spec["components"][task["componentRef"]["name"]]
    container = spec["deploymentSpec"]["executors"][component["executorLabel"]]["container"]
    work = folder / "work" / name
    work.mkdir(parents=True)
    given = json.dumps(_executor_input(name, task, component, spec, folder))
    command = [python, *container["command"][1:], *(given if part == "{{$}}" else part for part in container["args"])]
    own = {variable["name"]: variable["value"] for variable in container.get("env", ())}
    done = subprocess.run(
        command, cwd=work, env={**environment, **own}, capture_output=True, encoding="utf-8", check=False
    )
    return Container(name, done.returncode, done.stdout, done.stderr)


def _executor_input(name: str, task: Any, component: Any, spec: Any, folder: Path) -> dict[str, Any]:
    inputs = task.get("inputs", {})
    defaults = spec["root"].get("inputDefinitions", {}).get("parameters", {})
    parameters = {
        parameter: defaults[source["componentInputParameter"]].get("defaultValue")
        for parameter, source in inputs.get("parameters", {}).items()
    }
    artifacts = {
        artifact: _artifact(folder, source["taskOutputArtifact"]["producerTask"], source["taskOutputArtifact"])
        for artifact, source in inputs.get("artifacts", {}).items()
    }
    outputs = component.get("outputDefinitions", {}).get("artifacts", {})
    return {
        "inputs": {"parameterValues": parameters, "artifacts": artifacts},
        "outputs": {
            "artifacts": {artifact: _artifact(folder, name, {"outputArtifactKey": artifact}) for artifact in outputs},
            "outputFile": str(folder / "outputs" / name / "executor.json"),
        },
    }


def _artifact(folder: Path, task: str, source: Mapping[str, str]) -> dict[str, Any]:
    uri = str(folder / "outputs" / task / source["outputArtifactKey"])
    return {"artifacts": [{"name": source["outputArtifactKey"], "uri": uri, "metadata": {}}]}


def bare_environment(**more: str) -> dict[str, str]:
    """Give the environment of a machine on which nobody has set up anything."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", "MPLBACKEND": "Agg", **more}
