"""The graph of a pipeline as text, Mermaid, JSON or SVG."""

from kale.drawing.document import GraphDocument, graph_document
from kale.drawing.formats import GraphFormat, draw
from kale.drawing.mermaid import draw_mermaid
from kale.drawing.svg import draw_svg
from kale.drawing.text import draw_text

__all__ = ["GraphDocument", "GraphFormat", "draw", "draw_mermaid", "draw_svg", "draw_text", "graph_document"]
