"""The graph of a pipeline in Graphviz's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kale.drawing.details import edge_details, step_details
from kale.drawing.wording import cells_of, cells_text, listed, one_line, title_of
from kale.pipeline import Edge, Pipeline, Step

_LONGEST_NOTE: Final = 40
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")


def draw_dot(pipeline: Pipeline) -> str:
    """Draw the graph of ``pipeline`` as a Graphviz digraph; dashed arrows carry no variable."""
    return "\n".join(_lines(pipeline)) + "\n"


def _lines(pipeline: Pipeline) -> Iterator[str]:
    steps = pipeline.execution_order()
    identifiers = {step.name: f"s{number}" for number, step in enumerate(steps, start=1)}
    yield f"digraph {_quoted(title_of(pipeline))} {{"
    yield '  node [shape=box, style="rounded,filled", fillcolor="#f3f6fa", color="#8896a5", fontname="sans-serif"];'
    yield '  edge [color="#8896a5", fontcolor="#2563a8", fontname="monospace", fontsize=11];'
    for step in steps:
        yield f"  {identifiers[step.name]} [{_attributes(_step_attributes(pipeline, step))}];"
    for step in steps:
        for edge in pipeline.edges:
            if edge.source == step.name:
                ends = f"{identifiers[edge.source]} -> {identifiers[edge.target]}"
                yield f"  {ends} [{_attributes(_edge_attributes(edge))}];"
    yield "}"


def _step_attributes(pipeline: Pipeline, step: Step) -> dict[str, str]:
    note = " · ".join(part for part in (cells_text(cells_of(step)), listed(step.parameters, _LONGEST_NOTE)) if part)
    name = one_line(step.name)
    return {"label": f"{name}\n{note}" if note else name, "tooltip": step_details(pipeline, step)}


def _edge_attributes(edge: Edge) -> dict[str, str]:
    flow = {"label": ", ".join(map(one_line, edge.variables))} if edge.variables else {"style": "dashed"}
    return {**flow, "tooltip": edge_details(edge)}


def _attributes(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _quoted(text: str) -> str:
    r"""Give text as a quoted string of DOT that means itself.

    In labels ``\N`` and ``\n`` mean something, and so do the entities of HTML.
    """
    lines = (one_line(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(_ENTITY.sub("&amp;", line) for line in lines) + '"'
