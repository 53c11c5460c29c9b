"""The graph of a notebook's steps, also of a notebook with errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from kale.drawing.mermaid import draw_mermaid, mermaid_nodes
from kale.inspection import Inspection
from kale.jupyter.server.documents import StepView
from kale.pipeline import Pipeline, Step


@dataclass(frozen=True)
class Graph:
    """A graph as a Mermaid flowchart.

    Attributes:
        text: The flowchart; empty when there is none.
        nodes: Id of the first cell of each step, by the name of its node.
    """

    text: str = ""
    nodes: dict[str, str] = field(default_factory=dict)


def graph_of(inspection: Inspection, steps: Sequence[StepView]) -> Graph:
    """Draw the steps of a notebook; steps that wait for each other cannot be drawn.

    Args:
        inspection: What is known of the notebook.
        steps: Its steps, each with its cells.
    """
    pipeline = inspection.pipeline or _sketch(inspection)
    if pipeline is None:
        return Graph()
    cells = {step.name: step.cells[0] for step in steps if step.cells}
    nodes = {node: cells[name] for name, node in mermaid_nodes(pipeline).items() if name in cells}
    return Graph(draw_mermaid(pipeline), nodes)


def _sketch(inspection: Inspection) -> Pipeline | None:
    """Give a pipeline of which only steps and edges are known."""
    steps = tuple(Step(name=name, plan=()) for name in inspection.analysis.steps)
    try:
        return Pipeline(name="sketch", steps=steps, edges=inspection.analysis.edges)
    except ValidationError:
        return None
