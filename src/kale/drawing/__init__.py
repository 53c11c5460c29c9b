"""The graph of a pipeline as text, in Mermaid, DOT or JSON, as a picture and as a web page."""

from kale.drawing.document import GraphDocument, graph_document
from kale.drawing.dot import draw_dot
from kale.drawing.formats import GraphFormat, draw, format_of
from kale.drawing.mermaid import draw_mermaid
from kale.drawing.page import draw_html, graph_fragment
from kale.drawing.png import draw_png
from kale.drawing.svg import draw_svg
from kale.drawing.text import draw_text

__all__ = [
    "GraphDocument",
    "GraphFormat",
    "draw",
    "draw_dot",
    "draw_html",
    "draw_mermaid",
    "draw_png",
    "draw_svg",
    "draw_text",
    "format_of",
    "graph_document",
    "graph_fragment",
]
