"""The names under which the platform knows the inputs and outputs of a pipeline and its steps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kale.pipeline import Chart, Parameter, Run, Step
from kale.pipeline.names import ArtifactName, to_identifier
from kale.platform.tasks import unique_name
from kale.platform.transports import Routes, uses_workspace

METRICS_OUTPUT: Final = "metrics"
"""Name of the output that holds a step's metrics, unless an artifact has it."""

REPORT_OUTPUT: Final = "report"
"""Name of the output that holds a step's report, unless an artifact has it."""

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


def pipeline_inputs(parameters: Iterable[Parameter]) -> Mapping[str, ArtifactName]:
    """Give the name of each parameter's pipeline input, by the parameter's name."""
    taken: set[str] = set()
    return {parameter.name: unique_name(to_identifier(parameter.name), taken, "_") for parameter in parameters}


def step_interface(step: Step, routes: Routes | None = None) -> StepInterface:
    """Give the names of what ``step`` reads and writes.

    An input is called like what it holds. Where two would have one name, the artifact also names its producer. What
    goes through the workspace is neither an input nor an output.
    """
    routes = routes or {}
    taken: set[str] = set()
    parameters = {name: unique_name(to_identifier(name), taken, "_") for name in step.parameters}
    keys = tuple(dict.fromkeys((load.producer, load.artifact) for load in step.loads))
    occurrences = Counter(artifact for _, artifact in keys)
    artifacts: dict[tuple[str, ArtifactName], ArtifactName] = {}
    for producer, artifact in keys:
        plain = occurrences[artifact] == 1 and artifact not in taken
        name = artifact if plain else to_identifier(f"{artifact}_from_{producer}")
        artifacts[producer, artifact] = unique_name(name, taken, "_")
    saved = tuple(save.artifact for save in step.saves)
    used = set(saved)
    return StepInterface(
        parameters=parameters,
        artifacts={key: name for key, name in artifacts.items() if key not in routes},
        outputs=tuple(name for name in saved if (step.name, name) not in routes),
        metrics=unique_name(METRICS_OUTPUT, used, "_") if step.has_metrics else None,
        report=unique_name(REPORT_OUTPUT, used, "_") if step.options.report else None,
        charts={
            (place, chart.number): unique_name(_chart_name(chart), used, "_")
            for place, operation in enumerate(step.plan)
            if isinstance(operation, Run)
            for chart in operation.charts
        },
        workspace=unique_name(WORKSPACE_INPUT, taken, "_") if uses_workspace(step, routes) else None,
        fetched={key: name for key, name in artifacts.items() if key in routes},
        kept=tuple(name for name in saved if (step.name, name) in routes),
    )


def _chart_name(chart: Chart) -> ArtifactName:
    words = re.sub(r"[^A-Za-z0-9]+", "_", chart.text).strip("_")
    return to_identifier(words[:_LONGEST_CHART_NAME].rstrip("_") or chart.text)
