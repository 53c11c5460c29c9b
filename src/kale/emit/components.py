"""Steps as KFP components, built in memory from the SDK's own classes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Final

from kfp.dsl import (
    KubernetesWorkspaceConfig,
    PipelineConfig,
    PipelineTask,
    WorkspaceConfig,
)
from kfp.dsl.container_component_class import ContainerComponent
from kfp.dsl.graph_component import GraphComponent
from kfp.dsl.pipeline_channel import PipelineChannel
from kfp.dsl.structures import (
    ComponentSpec,
    ContainerSpecImplementation,
    Implementation,
    InputSpec,
    OutputSpec,
)

from kale.emit.claims import make_volume, mount_volume, removal
from kale.emit.configuration import configure
from kale.emit.packing import BOOTSTRAP, RUNTIME_PACKAGE
from kale.emit.planning import Graph, StepPlan
from kale.pipeline import ArtifactType, Parameter, ParameterType, Workspace
from kale.platform.reserved import PLACES_VARIABLE
from kale.platform.transports import WORKSPACE_PLACEHOLDER
from kale.platform.values import display_text

SCHEMA_VERSION: Final = "0.0.1"
METRICS: Final = f"system.Metrics@{SCHEMA_VERSION}"
CLASSIFICATION_METRICS: Final = f"system.ClassificationMetrics@{SCHEMA_VERSION}"
HTML: Final = f"system.HTML@{SCHEMA_VERSION}"
EXECUTOR_INPUT: Final = "{{$}}"
"""What the launcher replaces by the description of the step's inputs and outputs."""

_SDK_TYPES: Final = {
    ParameterType.INT: "Integer",
    ParameterType.FLOAT: "Float",
    ParameterType.STR: "String",
    ParameterType.BOOL: "Boolean",
    ParameterType.LIST: "List",
    ParameterType.DICT: "Dict",
}


def build_graph_component(graph: Graph) -> GraphComponent:
    """Give the pipeline as a component of the KFP SDK, of which the SDK has made the specification.

    Defaults of parameters are left out: the SDK cannot express all of them.
    """

    def body(*channels: PipelineChannel) -> None:
        by_parameter = dict(zip(graph.parameters, channels, strict=True))
        tasks: dict[str, PipelineTask] = {}
        # Before the steps, so that these keep the names that were decided for them.
        claims = [(volume, make_volume(volume)) for volume in graph.made]
        with removal(graph.removed):
            for plan in graph.plans:
                tasks[plan.step.name] = task = _add_task(plan, graph, by_parameter, tasks)
                for volume, made in claims:
                    if volume is not graph.claim or plan.interface.workspace is not None:
                        mount_volume(task, volume, made)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = inspect.Signature([inspect.Parameter(name, kind) for name in graph.inputs.values()])
    # What inspect.signature reads, and through it the SDK.
    vars(body)["__signature__"] = signature
    spec = ComponentSpec(
        name=graph.name,
        description=display_text(graph.description) or None,
        inputs={graph.inputs[name]: _pipeline_input(graph, parameter) for name, parameter in graph.parameters.items()},
        implementation=Implementation(),
    )
    return GraphComponent(
        spec,
        body,
        display_name=display_text(graph.display_name) or None,
        pipeline_config=None if graph.workspace is None else _configuration(graph.workspace),
    )


def _configuration(workspace: Workspace) -> PipelineConfig:
    patch: dict[str, Any] = {}
    if workspace.storage_class is not None:
        patch["storageClassName"] = workspace.storage_class
    if workspace.access_modes:
        patch["accessModes"] = list(workspace.access_modes)
    config = WorkspaceConfig(size=workspace.size, kubernetes=KubernetesWorkspaceConfig(pvcSpecPatch=patch))
    return PipelineConfig(workspace=config)


def _pipeline_input(graph: Graph, parameter: Parameter) -> InputSpec:
    own_name = [] if graph.inputs[parameter.name] == parameter.name else [parameter.name]
    described = [parameter.description] if parameter.description else []
    if parameter.choices or parameter.range is not None:
        described.append(f"takes {parameter.wanted}")
    return InputSpec(
        type=_SDK_TYPES[parameter.type],
        optional=parameter.optional or parameter.default is not None,
        description=display_text(": ".join(own_name + described)) or None,
    )


def _add_task(
    plan: StepPlan, graph: Graph, channels: Mapping[str, PipelineChannel], tasks: Mapping[str, PipelineTask]
) -> PipelineTask:
    interface = plan.interface
    arguments: dict[str, Any] = {name: channels[parameter] for parameter, name in interface.parameters.items()}
    if interface.workspace is not None:
        arguments[interface.workspace] = WORKSPACE_PLACEHOLDER if graph.claim is None else graph.claim.path
    for (producer, artifact), name in interface.artifacts.items():
        arguments[name] = tasks[producer].outputs[artifact]
    task = _component(plan, graph)(**arguments)
    task.set_display_name(display_text(plan.step.name))
    producers = {producer for producer, _ in interface.artifacts}
    task.after(*(tasks[name] for name in plan.predecessors if name not in producers))
    # A later run has another workspace, so that it finds nothing of what this one has left there.
    configure(task, plan.step.options, kept=interface.workspace is None)
    return task


def _component(plan: StepPlan, graph: Graph) -> ContainerComponent:
    interface = plan.interface
    inputs = {
        name: InputSpec(
            type=_SDK_TYPES[graph.parameters[parameter].type], optional=graph.parameters[parameter].optional
        )
        for parameter, name in interface.parameters.items()
    }
    if interface.workspace is not None:
        inputs[interface.workspace] = InputSpec(type="String")
    inputs.update({name: InputSpec(type=_schema(graph.types[key])) for key, name in interface.artifacts.items()})
    outputs = {name: OutputSpec(type=_schema(graph.types[plan.step.name, name])) for name in interface.outputs}
    if interface.metrics is not None:
        outputs[interface.metrics] = OutputSpec(type=METRICS)
    outputs.update({name: OutputSpec(type=CLASSIFICATION_METRICS) for name in interface.charts.values()})
    if interface.report is not None:
        outputs[interface.report] = OutputSpec(type=HTML)
    container = ContainerSpecImplementation(
        image=plan.image,
        command=["python3", "-c", BOOTSTRAP] if plan.runtime else ["python3", "-m", RUNTIME_PACKAGE],
        args=[*plan.runtime, plan.payload.plan, *plan.payload.sources, *plan.payload.bundles, EXECUTOR_INPUT],
        env={PLACES_VARIABLE: plan.payload.places, **plan.step.options.env},
    )
    spec = ComponentSpec(
        name=plan.task, inputs=inputs, outputs=outputs, implementation=Implementation(container=container)
    )
    return ContainerComponent(spec, _no_python_function)


def _schema(kind: ArtifactType) -> str:
    return f"{kind.value}@{SCHEMA_VERSION}"


def _no_python_function() -> None:
    """Stand where the SDK keeps the function that a component was made from; ours are made from none."""
