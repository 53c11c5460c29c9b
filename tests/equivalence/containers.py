"""Runs a compiled pipeline as its containers would, each step's command in a forked child.

It reads nothing but the YAML that the platform would get: commands, arguments, artifacts and their wiring. What it
leaves out is the start of an interpreter for each step, which is what makes thousands of small pipelines possible.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tests.equivalence.forking import ForkServer

Facts = dict[str, Any]


class StepFailedError(RuntimeError):
    """The command of a step ended with a status other than 0; the message holds its output."""


@dataclass
class Containers:
    """A run of one pipeline.

    Attributes:
        text: The compiled YAML.
        server: Where the commands run.
        folder: Empty folder for working directories, artifacts and outputs.
        environment: Additional environment variables of each step.
        paths: Folders that each step imports modules from.
    """

    text: str
    server: ForkServer
    folder: Path
    environment: dict[str, str]
    paths: tuple[Path, ...]

    def run(self) -> None:
        """Run the steps, each after those that it depends on.

        Raises:
            StepFailedError: A step failed.
        """
        spec = next(iter(yaml.load_all(self.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))))
        tasks: dict[str, Facts] = spec["root"]["dag"]["tasks"]
        parameters = spec["root"].get("inputDefinitions", {}).get("parameters", {})
        defaults = {name: facts.get("defaultValue") for name, facts in parameters.items()}
        made: dict[str, dict[str, Facts]] = {}
        while len(made) < len(tasks):
            ready = [n for n, task in tasks.items() if n not in made and made.keys() >= set(_needs(task))]
            for name in ready:
                component = spec["components"][tasks[name]["componentRef"]["name"]]
                container = spec["deploymentSpec"]["executors"][component["executorLabel"]]["container"]
                made[name] = self._run_task(name, container, self._input(name, tasks[name], component, made, defaults))

    def _input(
        self, name: str, task: Facts, component: Facts, made: dict[str, dict[str, Facts]], defaults: Facts
    ) -> Facts:
        inputs = task.get("inputs", {})
        values = {
            key: source["runtimeValue"]["constant"]
            if "runtimeValue" in source
            else defaults[source["componentInputParameter"]]
            for key, source in inputs.get("parameters", {}).items()
        }
        artifacts = {
            key: made[source["taskOutputArtifact"]["producerTask"]][source["taskOutputArtifact"]["outputArtifactKey"]]
            for key, source in inputs.get("artifacts", {}).items()
        }
        outputs = {
            key: {
                "name": key,
                "type": facts["artifactType"],
                "uri": str(self.folder / "artifacts" / name / key),
                "metadata": {},
            }
            for key, facts in component.get("outputDefinitions", {}).get("artifacts", {}).items()
        }
        return {
            "inputs": {
                "parameterValues": values,
                "artifacts": {key: {"artifacts": [facts]} for key, facts in artifacts.items()},
            },
            "outputs": {
                "artifacts": {key: {"artifacts": [facts]} for key, facts in outputs.items()},
                "outputFile": str(self.folder / f"{name}.json"),
            },
        }

    def _run_task(self, name: str, container: Facts, given: Facts) -> dict[str, Facts]:
        directory = self.folder / name
        directory.mkdir()
        outputs = {key: group["artifacts"][0] for key, group in given["outputs"]["artifacts"].items()}
        (self.folder / "artifacts" / name).mkdir(parents=True)
        program, *arguments = container["command"][2:] + container.get("args", [])
        status = self.server.carry_out(
            "command",
            directory,
            environment={item["name"]: item["value"] for item in container.get("env", [])} | self.environment,
            paths=self.paths,
            source=program,
            arguments=[json.dumps(given) if argument == "{{$}}" else argument for argument in arguments],
        )
        if status:
            raise StepFailedError(f"{name} ended with status {status}:\n{Path(f'{directory}.txt').read_text()}")
        return outputs


def _needs(task: Facts) -> list[str]:
    sources = task.get("inputs", {}).get("artifacts", {}).values()
    producers = (source["taskOutputArtifact"]["producerTask"] for source in sources)
    return list(itertools.chain(task.get("dependentTasks", []), producers))
