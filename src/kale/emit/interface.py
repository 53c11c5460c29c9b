"""The names under which the platform knows a pipeline's steps, inputs and outputs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kale.emit.transports import Routes, uses_workspace
from kale.pipeline import Chart, Parameter, Pipeline, Run, Step
from kale.pipeline.names import MAX_RESOURCE_NAME, ArtifactName, ResourceName, to_identifier, to_resource_name

METRICS_OUTPUT: Final = "metrics"
"""Name of the output that holds a step's metrics, unless an artifact has it."""

REPORT_OUTPUT: Final = "report"
"""Name of the output that holds a step's report, unless an artifact has it."""

VOLUME_TASK: Final = "createpvc"
"""Name of the task that makes a volume; several are numbered from 2 on."""

REMOVAL_TASK: Final = "deletepvc"
"""Name of the task that removes a volume when the run has ended."""

STEPS_TASK: Final = "exit-handler-1"
"""Name of the task that holds all steps where something is done when they have ended."""

WORKSPACE_INPUT: Final = "workspace"
"""Name of the input that holds the workspace's path, unless a parameter or an artifact has it."""

_LONGEST_CHART_NAME: Final = 40


@dataclass(frozen=True)
class StepInterface:
    """The inputs and outputs of one step.

    Attributes:
        parameters: Name of the input that holds a parameter, by the parameter's name.
        artifacts: Name of the input that holds an artifact, by producing step and the artifact's name there.
        outputs: Names of the artifacts that the step writes.
        metrics: Name of the output for metrics; ``None`` when the step reports none.
        charts: Name of the output for a chart, by its operation's place in the plan and the chart's number.
        report: Name of the output for the report; ``None`` when the step writes none.
        workspace: Name of the input that holds the workspace's path; ``None`` when the step has nothing to do with it.
        fetched: Names under which the step knows the artifacts that it reads from the workspace.
        kept: Names of the artifacts that it writes there.
    """

    parameters: Mapping[str, ArtifactName]
    artifacts: Mapping[tuple[str, ArtifactName], ArtifactName]
    outputs: tuple[ArtifactName, ...]
    metrics: ArtifactName | None
    charts: Mapping[tuple[int, int], ArtifactName]
    report: ArtifactName | None
    workspace: ArtifactName | None = None
    fetched: Mapping[tuple[str, ArtifactName], ArtifactName] = field(default_factory=dict)
    kept: tuple[ArtifactName, ...] = ()


def task_names(pipeline: Pipeline) -> Mapping[str, ResourceName]:
    """Give the name of each step's task, by the step's name.

    The first of several steps whose names come out the same keeps it; the others get ``-2``, ``-3`` in notebook
    order. No task is called like the pipeline, because the KFP SDK takes a component of that name for the whole.
    """
    taken: set[str] = {pipeline.name, *_volume_tasks(pipeline)}
    names: dict[str, ResourceName] = {}
    for step in pipeline.steps:
        names[step.name] = _unique(to_resource_name(step.name, fallback="step"), taken, "-")
    return names


def _volume_tasks(pipeline: Pipeline) -> Iterator[str]:
    """Give the names of the tasks that make and remove volumes, as the SDK will call them."""
    volumes = pipeline.options.new_volumes
    claimed = pipeline.options.workspace.provision == "claim"
    count = len(volumes) + claimed
    yield from [VOLUME_TASK, *(f"{VOLUME_TASK}-{number}" for number in range(2, count + 1))][:count]
    if claimed or any(volume.remove for volume in volumes):
        yield from (REMOVAL_TASK, STEPS_TASK)


def pipeline_inputs(parameters: Iterable[Parameter]) -> Mapping[str, ArtifactName]:
    """Give the name of each parameter's pipeline input, by the parameter's name."""
    taken: set[str] = set()
    return {parameter.name: _unique(to_identifier(parameter.name), taken, "_") for parameter in parameters}


def step_interface(step: Step, routes: Routes | None = None) -> StepInterface:
    """Give the names of what ``step`` reads and writes.

    An input is called like what it holds. Where two would have one name, the artifact also names its producer. What
    goes through the workspace is neither an input nor an output.
    """
    routes = routes or {}
    taken: set[str] = set()
    parameters = {name: _unique(to_identifier(name), taken, "_") for name in step.parameters}
    keys = tuple(dict.fromkeys((load.producer, load.artifact) for load in step.loads))
    occurrences = Counter(artifact for _, artifact in keys)
    artifacts: dict[tuple[str, ArtifactName], ArtifactName] = {}
    for producer, artifact in keys:
        plain = occurrences[artifact] == 1 and artifact not in taken
        name = artifact if plain else to_identifier(f"{artifact}_from_{producer}")
        artifacts[producer, artifact] = _unique(name, taken, "_")
    saved = tuple(save.artifact for save in step.saves)
    used = set(saved)
    return StepInterface(
        parameters=parameters,
        artifacts={key: name for key, name in artifacts.items() if key not in routes},
        outputs=tuple(name for name in saved if (step.name, name) not in routes),
        metrics=_unique(METRICS_OUTPUT, used, "_") if step.has_metrics else None,
        report=_unique(REPORT_OUTPUT, used, "_") if step.options.report else None,
        charts={
            (place, chart.number): _unique(_chart_name(chart), used, "_")
            for place, operation in enumerate(step.plan)
            if isinstance(operation, Run)
            for chart in operation.charts
        },
        workspace=_unique(WORKSPACE_INPUT, taken, "_") if uses_workspace(step, routes) else None,
        fetched={key: name for key, name in artifacts.items() if key in routes},
        kept=tuple(name for name in saved if (step.name, name) in routes),
    )


def _chart_name(chart: Chart) -> ArtifactName:
    words = re.sub(r"[^A-Za-z0-9]+", "_", chart.text).strip("_")
    return to_identifier(words[:_LONGEST_CHART_NAME].rstrip("_") or chart.text)


def _unique(name: str, taken: set[str], separator: str) -> str:
    candidate, number = name, 2
    while candidate in taken:
        suffix = f"{separator}{number}"
        candidate = name[: MAX_RESOURCE_NAME - len(suffix)].rstrip(separator) + suffix
        number += 1
    taken.add(candidate)
    return candidate
