"""All that is decided of a pipeline before the KFP SDK is asked: names, order, payloads, images."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kale.emit.interface import StepInterface, pipeline_inputs, step_interface
from kale.emit.packing import packed_runtime
from kale.emit.parts import Parts
from kale.emit.payload import StepPayload, ValuePlaces, build_payload
from kale.pipeline import (
    ArtifactType,
    Edge,
    Load,
    NewVolume,
    Parameter,
    Pipeline,
    RuntimeSource,
    Save,
    Step,
    Workspace,
)
from kale.pipeline.names import ArtifactName, ResourceName
from kale.platform.order import arrows, execution_order
from kale.platform.tasks import task_names
from kale.platform.transports import claimed_workspace, routes_of


@dataclass(frozen=True)
class StepPlan:
    """All that is decided of a step before the SDK is asked.

    Attributes:
        step: The step.
        task: Name of its task.
        interface: Names of its inputs and outputs.
        payload: What its process is told.
        image: Container image.
        predecessors: Steps that it comes after, by name, in notebook order.
        runtime: The packed runtime, with the parts that it needs, as arguments; empty where the image has it.
    """

    step: Step
    task: ResourceName
    interface: StepInterface
    payload: StepPayload
    image: str
    predecessors: tuple[str, ...]
    runtime: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    """All that is decided of a pipeline before the SDK is asked.

    Attributes:
        name: Name that the platform accepts.
        display_name: Name as the user wrote it.
        description: What the user says of it.
        parameters: The pipeline's parameters by name.
        inputs: Names of the pipeline's inputs by the parameters' names.
        plans: The steps, each after those that it comes after.
        types: Type of each artifact, by the names of its step and of the artifact.
        workspace: The volume that the platform provisions for the run; ``None`` when no value goes through one.
        claim: The volume that the run makes for these values instead.
        volumes: The volumes that the run makes for its steps.
    """

    name: ResourceName
    display_name: str
    description: str
    parameters: Mapping[str, Parameter]
    inputs: Mapping[str, ArtifactName]
    plans: tuple[StepPlan, ...]
    types: Mapping[tuple[str, ArtifactName], ArtifactType]
    workspace: Workspace | None = None
    claim: NewVolume | None = None
    volumes: tuple[NewVolume, ...] = ()

    @property
    def made(self) -> tuple[NewVolume, ...]:
        """All volumes that the run makes, that for its values last."""
        return self.volumes if self.claim is None else (*self.volumes, self.claim)

    @property
    def removed(self) -> NewVolume | None:
        """The volume that is removed when the run has ended, of which there is at most one."""
        return next((volume for volume in self.made if volume.remove), None)


def plan_graph(pipeline: Pipeline) -> Graph:
    """Decide everything of ``pipeline``, in which :func:`~kale.platform.check_pipeline` has found nothing wrong."""
    parameters = {parameter.name: parameter for parameter in pipeline.parameters}
    notebook = pipeline.source or pipeline.display_name or pipeline.name
    tasks = task_names(pipeline)
    steps = {step.name: step for step in pipeline.steps}
    predecessors: dict[str, list[str]] = {name: [] for name in steps}
    for earlier, later in arrows(pipeline):
        predecessors[later].append(earlier)
    parts, routes = Parts(pipeline), routes_of(pipeline, tasks)
    edges = _edges_by_step(pipeline)
    plans: list[StepPlan] = []
    for name in execution_order(pipeline):
        step, interface = steps[name], step_interface(steps[name], routes)
        watch = pipeline.options.watch and (bool(step.watched) or len(list(step.saves)) > 1)
        constraints, values = pipeline.options.constraints, _values(step, edges[name])
        payload = build_payload(
            step, interface, parameters, notebook, values, routes=routes, watch=watch, constraints=constraints
        )
        workspace = interface.workspace is not None
        needed = parts.of(step, watch=watch, workspace=workspace, escaped=payload.escaped)
        plans.append(
            StepPlan(
                step=step,
                task=tasks[name],
                interface=interface,
                payload=payload,
                image=step.options.image or pipeline.options.image,
                predecessors=tuple(predecessors[name]),
                runtime=_runtime(pipeline, needed),
            )
        )
    claim = claimed_workspace(pipeline, routes)
    return Graph(
        name=pipeline.name,
        display_name=pipeline.display_name,
        description=pipeline.description,
        parameters=parameters,
        inputs=pipeline_inputs(pipeline.parameters),
        plans=tuple(plans),
        types={key: save.type for key, save in parts.saves.items()},
        workspace=pipeline.options.workspace if routes and claim is None else None,
        claim=claim,
        volumes=pipeline.options.new_volumes,
    )


def _edges_by_step(pipeline: Pipeline) -> Mapping[str, Sequence[Edge]]:
    """Give the edges that begin or end at each step, in their order."""
    found: dict[str, list[Edge]] = {step.name: [] for step in pipeline.steps}
    for edge in pipeline.edges:
        for name in dict.fromkeys((edge.source, edge.target)):
            found.setdefault(name, []).append(edge)
    return found


def _values(step: Step, edges: Iterable[Edge]) -> ValuePlaces:
    """Give where the notebook makes and uses the variables that a step loads and saves; the first use counts.

    Args:
        step: The step.
        edges: The edges that begin or end there.
    """
    found = ValuePlaces({}, {})
    crossing = {name for operation in step.plan if isinstance(operation, Load | Save) for name in operation.variables}
    for edge in edges:
        for reason in edge.reasons:
            if reason.variable in crossing and reason.made and reason.used:
                group = found.save if step.name == edge.source else found.load
                places = (reason.made.cell, reason.made.line, reason.used.cell, reason.used.line)
                group.setdefault(reason.variable, places)
    return found


def _runtime(pipeline: Pipeline, parts: frozenset[str]) -> tuple[str, ...]:
    return () if pipeline.options.runtime is RuntimeSource.IMAGE else packed_runtime(parts)
