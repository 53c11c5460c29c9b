"""Places of a layout as the coordinates of an SVG image."""

from __future__ import annotations

from kale.drawing.layers import Size
from kale.drawing.layout import Layout
from kale.drawing.routing import Box, Line, Point

_BORDER = 22.0
_HEAD_LENGTH = 8.0
_HEAD_BREADTH = 7.0


class Canvas:
    """Coordinates of one image.

    Attributes:
        layout: The layout.
        rightwards: Whether ranks follow each other to the right instead of downwards.
        width: Width of the image in pixels.
        height: Height of the image in pixels, without ``top``.
    """

    def __init__(self, layout: Layout, *, rightwards: bool) -> None:
        self.layout = layout
        self.rightwards = rightwards
        width, height = self._extent(layout.size)
        self.width, self.height = width + 2 * _BORDER, height + 2 * _BORDER

    def middle(self, box: Box) -> tuple[float, float]:
        """Give x and y of the middle of ``box``."""
        return self._place((box.along, box.across))

    def rectangle(self, box: Box) -> tuple[float, float, float, float]:
        """Give x and y of the upper left corner, width and height of ``box``."""
        x, y = self.middle(box)
        width, height = self._extent(box.size)
        return x - width / 2, y - height / 2, width, height

    def stroke(self, line: Line) -> str:
        """Give the path of ``line``; one with a head ends at the head's base."""
        across = line.end[1] - (_HEAD_LENGTH - 1 if line.head else 0.0)
        enter, end = (line.enter[0], min(line.enter[1], across)), (line.end[0], across)
        between = (line.leave[1] + enter[1]) / 2
        bow = " ".join(map(self._pair, ((line.leave[0], between), (enter[0], between), enter)))
        start = f"M{self._pair(line.start)}" + (f"L{self._pair(line.leave)}" if line.leave != line.start else "")
        return f"{start}C{bow}" + (f"L{self._pair(end)}" if end != enter else "")

    def head(self, line: Line) -> str:
        """Give the path of the arrow head at the end of ``line``."""
        along, across = line.end
        corners = (
            (along - _HEAD_BREADTH / 2, across - _HEAD_LENGTH),
            (along + _HEAD_BREADTH / 2, across - _HEAD_LENGTH),
        )
        return f"M{self._pair(line.end)}L{self._pair(corners[0])} {self._pair(corners[1])}Z"

    def _extent(self, size: Size) -> tuple[float, float]:
        return (size.depth, size.breadth) if self.rightwards else (size.breadth, size.depth)

    def _place(self, point: Point) -> tuple[float, float]:
        along, across = point
        x, y = (across, along) if self.rightwards else (along, across)
        return x + _BORDER, y + _BORDER

    def _pair(self, point: Point) -> str:
        return ",".join(map(number, self._place(point)))


def number(value: float) -> str:
    """Give ``value`` with at most one decimal, the same on every machine."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"
