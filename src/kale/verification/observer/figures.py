"""Descriptions of figures: what is drawn, not how matplotlib or plotly keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .graph import Graph, describes, opaque
from .nodes import Node
from .texts import type_name


@describes(("matplotlib", "FigureBase"))
def figure(graph: Graph, value: Any) -> Node:
    """Describe a figure by its axes."""
    return graph.parts(type_name(type(value)), [(f".axes[{number}]", axes) for number, axes in enumerate(value.axes)])


@describes(("matplotlib", "_AxesBase"))
def axes(graph: Graph, value: Any) -> Node:
    """Describe axes by their texts and by what is drawn in them."""
    texts = [(".title", value.get_title()), (".xlabel", value.get_xlabel()), (".ylabel", value.get_ylabel())]
    return graph.parts(type_name(type(value)), [*texts, *_drawn(value)])


def _drawn(value: Any) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(value.lines):
        yield f".lines[{number}] x", line.get_xdata()
        yield f".lines[{number}] y", line.get_ydata()
        yield f".lines[{number}] label", line.get_label()
    for number, image in enumerate(value.images):
        yield f".images[{number}]", image.get_array()
    for number, collection in enumerate(value.collections):
        yield f".collections[{number}]", collection.get_offsets()
    for number, patch in enumerate(value.patches):
        yield f".patches[{number}]", patch.get_path().vertices
        yield f".patches[{number}] extents", getattr(patch, "get_bbox", lambda: None)() and patch.get_bbox().bounds


@describes(("matplotlib", "Artist"), ("matplotlib", "Transform"), ("matplotlib", "GridSpecBase"))
def part(_: Graph, value: Any) -> Node:
    """Leave other parts of a figure alone: the figure's own description holds what counts of them."""
    return opaque(value, "it is a part of a figure")


@describes(("plotly", "BaseFigure"), ("plotly", "BasePlotlyType"))
def specification(graph: Graph, value: Any) -> Node:
    """Describe a figure of plotly, or a part of one, by what it says to the browser, in whatever order."""
    return graph.parts(type_name(type(value)), [("", _ordered(value.to_plotly_json()))])


def _ordered(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _ordered(part[name]) for name in sorted(part)}
    return [*map(_ordered, part)] if isinstance(part, (list, tuple)) else part
