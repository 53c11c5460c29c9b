"""The graph of a pipeline as a document that programs read."""

from __future__ import annotations

from typing import Literal

from kale.drawing.wording import cells_of
from kale.pipeline import Edge, EdgeKind, ParameterType, ParameterValue, Pipeline, Step
from kale.pipeline.model import Model


class ParameterNode(Model):
    """A parameter that a run may set.

    Attributes:
        name: Its name in the notebook.
        type: Its type.
        default: The notebook's value.
    """

    name: str
    type: ParameterType
    default: ParameterValue


class StepNode(Model):
    """A step.

    Attributes:
        name: As the user wrote it.
        cells: Positions in the notebook of the cells that it runs, from 1.
        parameters: Names of the parameters that it takes.
        metrics: Whether it reports metrics.
        image: The image that it asks for; ``None`` means the pipeline's.
    """

    name: str
    cells: tuple[int, ...]
    parameters: tuple[str, ...]
    metrics: bool
    image: str | None


class EdgeArrow(Model):
    """An arrow between two steps.

    Attributes:
        source: The earlier step.
        target: The later step.
        variables: What flows; empty when only the order matters.
        kinds: Why the edge is there, each kind once.
    """

    source: str
    target: str
    variables: tuple[str, ...]
    kinds: tuple[EdgeKind, ...]


class GraphDocument(Model):
    """The whole graph.

    Attributes:
        version: Version of this form; it grows when a field changes its meaning or goes.
        name: Name of the pipeline on the platform.
        display_name: Name as the user wrote it.
        source: File name of the notebook.
        image: Image of every step that names none.
        parameters: In notebook order.
        steps: In the order in which they can run.
        edges: In the order of their sources, then of their targets.
    """

    version: Literal[1] = 1
    name: str
    display_name: str
    source: str | None
    image: str
    parameters: tuple[ParameterNode, ...]
    steps: tuple[StepNode, ...]
    edges: tuple[EdgeArrow, ...]


def graph_document(pipeline: Pipeline) -> GraphDocument:
    """Give the graph of ``pipeline``."""
    steps = pipeline.execution_order()
    position = {step.name: index for index, step in enumerate(steps)}
    edges = sorted(pipeline.edges, key=lambda edge: (position[edge.source], position[edge.target]))
    return GraphDocument(
        name=pipeline.name,
        display_name=pipeline.display_name or pipeline.name,
        source=pipeline.source,
        image=pipeline.options.image,
        parameters=tuple(ParameterNode(name=p.name, type=p.type, default=p.default) for p in pipeline.parameters),
        steps=tuple(map(_step_node, steps)),
        edges=tuple(map(_edge_arrow, edges)),
    )


def draw_json(pipeline: Pipeline) -> str:
    """Draw the graph of ``pipeline`` as an indented JSON document."""
    return graph_document(pipeline).to_json() + "\n"


def _step_node(step: Step) -> StepNode:
    return StepNode(
        name=step.name,
        cells=cells_of(step),
        parameters=step.parameters,
        metrics=step.has_metrics,
        image=step.options.image,
    )


def _edge_arrow(edge: Edge) -> EdgeArrow:
    kinds = tuple(dict.fromkeys(reason.kind for reason in edge.reasons))
    return EdgeArrow(source=edge.source, target=edge.target, variables=edge.variables, kinds=kinds)
