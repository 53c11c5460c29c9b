"""The forms in which a graph can be drawn."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Final

from kale.drawing.document import draw_json
from kale.drawing.mermaid import draw_mermaid
from kale.drawing.svg import draw_svg
from kale.drawing.text import draw_text
from kale.pipeline import Pipeline


class GraphFormat(str, enum.Enum):
    """A form of drawing, by the name that users give it."""

    TEXT = "text"
    MERMAID = "mermaid"
    SVG = "svg"
    JSON = "json"


_DRAWERS: Final[Mapping[GraphFormat, Callable[[Pipeline], str]]] = {
    GraphFormat.TEXT: draw_text,
    GraphFormat.MERMAID: draw_mermaid,
    GraphFormat.SVG: draw_svg,
    GraphFormat.JSON: draw_json,
}


def draw(pipeline: Pipeline, form: GraphFormat = GraphFormat.TEXT) -> str:
    """Draw the graph of ``pipeline``; the text ends in a newline."""
    return _DRAWERS[form](pipeline)
