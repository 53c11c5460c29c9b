"""The graph of a pipeline as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kale.drawing.wording import cells_of, cells_text, count_text, one_line, parameter_text, title_of
from kale.pipeline import Edge, Pipeline, Step


def draw_text(pipeline: Pipeline) -> str:
    """Draw the graph of ``pipeline`` as a list of steps, each with its arrows and what flows along them."""
    return "\n".join([*_heading(pipeline), *_body(pipeline)]) + "\n"


def _heading(pipeline: Pipeline) -> Iterator[str]:
    origin = f" from {one_line(pipeline.source)}" if pipeline.source else ""
    yield f"{title_of(pipeline)}: {count_text(len(pipeline.steps), 'step')}{origin}"
    for parameter in pipeline.parameters:
        yield f"  parameter {parameter_text(parameter)}"


def _body(pipeline: Pipeline) -> Iterator[str]:
    steps = pipeline.execution_order()
    position = {step.name: index for index, step in enumerate(steps)}
    for step in steps:
        leaving = sorted((e for e in pipeline.edges if e.source == step.name), key=lambda e: position[e.target])
        yield ""
        yield _step_line(step)
        yield from _arrow_lines(leaving)


def _step_line(step: Step) -> str:
    takes = f"takes {', '.join(map(one_line, step.parameters))}" if step.parameters else ""
    remarks = [cells_text(cells_of(step)), takes, "metrics" if step.has_metrics else ""]
    spoken = "; ".join(remark for remark in remarks if remark)
    return f"{one_line(step.name)}  ({spoken})" if spoken else one_line(step.name)


def _arrow_lines(edges: Sequence[Edge]) -> Iterator[str]:
    for index, edge in enumerate(edges):
        corner = "└" if index == len(edges) - 1 else "├"
        flow = ", ".join(map(one_line, edge.variables))
        yield f"  {corner}─▶ {one_line(edge.target)}: {flow}" if flow else f"  {corner}╌▶ {one_line(edge.target)}"
