"""A layered layout of a graph: boxes, words and lines with their places in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kale.drawing.layers import Arrow, Size, build_grid
from kale.drawing.ordering import order_ranks
from kale.drawing.placement import place_knots, place_ports
from kale.drawing.routing import Box, Line, rank_middles, run_lines


@dataclass(frozen=True)
class Layout:
    """Where everything stands.

    Attributes:
        steps: Box of each step.
        labels: Box of the words on each arrow that has any, by source and target.
        lines: All pieces of line.
        size: Extent of the whole.
    """

    steps: dict[str, Box]
    labels: dict[tuple[str, str], Box]
    lines: tuple[Line, ...]
    size: Size


def lay_out(steps: Mapping[str, Size], arrows: Sequence[Arrow]) -> Layout:
    """Give the layout of a graph.

    Args:
        steps: Extent of each step, at least one, in an order in which every arrow points forward.
        arrows: The lines, at most one from a step to another.
    """
    grid = build_grid(steps, arrows)
    ranks = order_ranks(grid)
    ports = place_ports(grid, ranks)
    along = place_knots(grid, ranks, ports)
    depths = [max(grid.knots[knot].size.depth for knot in rank) for rank in ranks]
    middles = rank_middles(grid, along, depths)
    boxes = [Box(along[number], middles[knot.rank], knot.size) for number, knot in enumerate(grid.knots)]
    placed = tuple(zip(grid.knots, boxes, strict=True))
    return Layout(
        steps={knot.step: box for knot, box in placed if knot.step is not None},
        labels={(knot.arrow.source, knot.arrow.target): box for knot, box in placed if knot.arrow is not None},
        lines=run_lines(grid, boxes, depths, ports),
        size=Size(max(box.along + box.size.breadth / 2 for box in boxes), middles[-1] + depths[-1] / 2),
    )
