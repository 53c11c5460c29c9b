"""The forms in which a graph can be drawn."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

from kale.drawing.document import draw_json
from kale.drawing.dot import draw_dot
from kale.drawing.mermaid import draw_mermaid
from kale.drawing.page import draw_html
from kale.drawing.png import draw_png
from kale.drawing.svg import draw_svg
from kale.drawing.text import draw_text
from kale.pipeline import Pipeline


class GraphFormat(str, enum.Enum):
    """A form of drawing, by the name that users give it."""

    TEXT = "text"
    MERMAID = "mermaid"
    DOT = "dot"
    SVG = "svg"
    PNG = "png"
    HTML = "html"
    JSON = "json"


_DRAWERS: Final[Mapping[GraphFormat, Callable[[Pipeline], str]]] = {
    GraphFormat.TEXT: draw_text,
    GraphFormat.MERMAID: draw_mermaid,
    GraphFormat.DOT: draw_dot,
    GraphFormat.SVG: draw_svg,
    GraphFormat.HTML: draw_html,
    GraphFormat.JSON: draw_json,
}

_ENDINGS: Final[Mapping[str, GraphFormat]] = {
    ".mmd": GraphFormat.MERMAID,
    ".mermaid": GraphFormat.MERMAID,
    ".dot": GraphFormat.DOT,
    ".gv": GraphFormat.DOT,
    ".svg": GraphFormat.SVG,
    ".png": GraphFormat.PNG,
    ".html": GraphFormat.HTML,
    ".htm": GraphFormat.HTML,
    ".json": GraphFormat.JSON,
}


def draw(pipeline: Pipeline, form: GraphFormat = GraphFormat.TEXT) -> bytes:
    """Draw the graph of ``pipeline``; a form that is text is in UTF-8 and ends in a newline.

    Raises:
        kale.errors.OutputError: What draws PNG pictures is not installed.
    """
    return draw_png(pipeline) if form is GraphFormat.PNG else _DRAWERS[form](pipeline).encode()


def format_of(file: str) -> GraphFormat:
    """Give the form that the ending of a file's name asks for; text for any other."""
    return _ENDINGS.get(PurePath(file).suffix.lower(), GraphFormat.TEXT)
