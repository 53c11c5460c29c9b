"""The graph of a pipeline as a PNG picture, drawn from its SVG by resvg."""

from __future__ import annotations

from typing import Final

from kale.drawing.stylesheet import STILL_STYLESHEET
from kale.drawing.svg import draw_svg
from kale.errors import OutputError
from kale.pipeline import Pipeline

DENSITY: Final = 2
"""Pixels of the picture for each of the SVG's, so that letters are sharp on screens of today."""


def draw_png(pipeline: Pipeline) -> bytes:
    """Draw the graph of ``pipeline`` as a PNG picture in light colours, twice as large as the SVG.

    Raises:
        kale.errors.OutputError: resvg is not installed.
    """
    try:
        import resvg_py
    except ImportError:
        raise OutputError(
            "a PNG picture is drawn with resvg; install it: pip install 'kale-pipelines[png]', or draw an SVG"
        ) from None
    image = draw_svg(pipeline, stylesheet=STILL_STYLESHEET)
    return bytes(resvg_py.svg_to_bytes(svg_string=image, zoom=DENSITY, sans_serif_family="DejaVu Sans"))
