"""How the lines run between the ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kale.drawing.layers import Grid, KnotKind, Size
from kale.drawing.placement import Ports

_LEAST_GAP = 20.0
_MOST_GAP = 80.0
_SLOPE = 0.14

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels.

    Attributes:
        along: Middle along the rank.
        across: Middle across the ranks.
        size: Extent.
    """

    along: float
    across: float
    size: Size


@dataclass(frozen=True)
class Line:
    """A piece of line from a knot to one on the next rank: straight, a curve between the ranks, straight.

    Attributes:
        start: Place (along, across) where it leaves the knot.
        leave: Place where it leaves the rank.
        enter: Place where it enters the next rank.
        end: Place where it meets the knot there.
        data: Whether data flows, or only the order matters.
        head: Whether it ends at a step.
    """

    start: Point
    leave: Point
    enter: Point
    end: Point
    data: bool
    head: bool


def rank_middles(grid: Grid, along: Sequence[float], depths: Sequence[float]) -> list[float]:
    """Give the middle of each rank across the ranks; ranks stand further apart where lines run far to the side."""
    shifts = [0.0] * len(depths)
    for upper, lower in grid.segments:
        rank = grid.knots[upper].rank
        shifts[rank] = max(shifts[rank], abs(along[upper] - along[lower]))
    middles, edge = [], 0.0
    for depth, shift in zip(depths, shifts, strict=True):
        middles.append(edge + depth / 2)
        edge += depth + min(max(_LEAST_GAP, _SLOPE * shift), _MOST_GAP)
    return middles


def run_lines(grid: Grid, boxes: Sequence[Box], depths: Sequence[float], ports: Ports) -> tuple[Line, ...]:
    """Give every piece of line."""

    def line(upper: int, lower: int, data: bool) -> Line:
        above, below = boxes[upper], boxes[lower]
        start = above.along + ports.get((upper, lower), 0.0)
        end = below.along + ports.get((lower, upper), 0.0)
        return Line(
            start=(start, above.across + above.size.depth / 2),
            leave=(start, above.across + depths[grid.knots[upper].rank] / 2),
            enter=(end, below.across - depths[grid.knots[lower].rank] / 2),
            end=(end, below.across - below.size.depth / 2),
            data=data,
            head=grid.knots[lower].kind is KnotKind.STEP,
        )

    return tuple(line(upper, lower, data) for (upper, lower), data in grid.segments.items())
