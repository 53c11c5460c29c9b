"""The graph of a pipeline as a Mermaid flowchart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kale.drawing.wording import one_line
from kale.pipeline import Edge, Pipeline

# The last part: Mermaid takes "direction LR" for a statement wherever on a line it stands.
_SPECIAL: Final = re.compile(r"(?<![^\W_])[_.-]|[_.-](?![^\W_])|[^\w ,.-]|(?<=direction) ")


def draw_mermaid(pipeline: Pipeline) -> str:
    """Draw the graph of ``pipeline`` as a Mermaid flowchart; dotted arrows carry no variable."""
    return "\n".join(_lines(pipeline)) + "\n"


def mermaid_nodes(pipeline: Pipeline) -> dict[str, str]:
    """Give the identifier that each step of ``pipeline`` has in the flowchart, by its name."""
    return {step.name: f"s{number}" for number, step in enumerate(pipeline.execution_order(), start=1)}


def _lines(pipeline: Pipeline) -> Iterator[str]:
    yield "flowchart TD"
    steps = pipeline.execution_order()
    identifiers = mermaid_nodes(pipeline)
    for step in steps:
        yield f'    {identifiers[step.name]}["{_escaped(step.name)}"]'
    for step in steps:
        for edge in pipeline.edges:
            if edge.source == step.name:
                yield f"    {identifiers[edge.source]} {_arrow(edge)} {identifiers[edge.target]}"


def _arrow(edge: Edge) -> str:
    if not edge.variables:
        return "-.->"
    return f'-->|"{_escaped(", ".join(edge.variables))}"|'


def _escaped(text: str) -> str:
    """Give ``text`` with everything that Mermaid or its Markdown would read written as a character code."""
    return _SPECIAL.sub(lambda match: f"#{ord(match.group())};", one_line(text))
