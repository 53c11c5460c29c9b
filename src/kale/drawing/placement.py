"""Where on its rank each knot stands, in pixels."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from kale.drawing.layers import Grid, Knot, KnotKind
from kale.drawing.ordering import Ranks, neighbours_of

_ROUNDS = 40
_MARGIN: Final = {KnotKind.STEP: 14.0, KnotKind.LABEL: 7.0, KnotKind.BEND: 7.0}
_STRAIGHT_TRUNK = 60.0
_PORT_GAP = 16.0
_PORT_MARGIN = 16.0

Ports = Mapping[tuple[int, int], float]


def place_ports(grid: Grid, ranks: Ranks) -> Ports:
    """Give, for (step, neighbour), how far from the step's middle the line to that neighbour meets it."""
    place = {knot: index for rank in ranks for index, knot in enumerate(rank)}
    before, after = neighbours_of(grid)
    ports: dict[tuple[int, int], float] = {}
    for number, knot in enumerate(grid.knots):
        if knot.kind is KnotKind.STEP:
            for side in (before[number], after[number]):
                offsets = _spread(len(side), knot.size.breadth)
                ports.update(
                    ((number, end), offset)
                    for end, offset in zip(sorted(side, key=place.__getitem__), offsets, strict=True)
                )
    return ports


def place_knots(grid: Grid, ranks: Ranks, ports: Ports) -> list[float]:
    """Give the middle of each knot along its rank, the smallest edge of all at 0.

    Each rank is moved as near as can be (in squares of distance) to where its neighbours stand, without changing
    its order and without letting two knots touch. Both neighbouring ranks count: with one in view at a time, a long
    graph would lean to one side.
    """
    centres = [0.0] * len(grid.knots)
    gaps = [_distances([grid.knots[knot] for knot in rank]) for rank in ranks]
    for rank, distances in zip(ranks, gaps, strict=True):
        _put(centres, rank, _closest([0.0] * len(rank), [1.0] * len(rank), distances))
    before, after = neighbours_of(grid)
    near = [(*before[knot], *after[knot]) for knot in range(len(grid.knots))]
    for sweep in range(_ROUNDS):
        for number in range(len(ranks)) if sweep % 2 == 0 else range(len(ranks) - 1, -1, -1):
            pulls = [_pull(grid, knot, near[knot], centres, ports) for knot in ranks[number]]
            targets, weights = [target for target, _ in pulls], [weight for _, weight in pulls]
            _put(centres, ranks[number], _closest(targets, weights, gaps[number]))
    left = min(centre - knot.size.breadth / 2 for centre, knot in zip(centres, grid.knots, strict=True))
    return [centre - left for centre in centres]


def _spread(count: int, breadth: float) -> list[float]:
    if count <= 1:
        return [0.0] * count
    gap = min(_PORT_GAP, max(breadth - 2 * _PORT_MARGIN, 0.0) / (count - 1))
    return [gap * (index - (count - 1) / 2) for index in range(count)]


def _put(centres: list[float], rank: Sequence[int], places: Sequence[float]) -> None:
    for knot, place in zip(rank, places, strict=True):
        centres[knot] = place


def _pull(
    grid: Grid, knot: int, neighbours: Sequence[int], centres: Sequence[float], ports: Ports
) -> tuple[float, float]:
    """Give where the neighbours want the knot to stand, and how much; a knot without any stays loosely.

    Only bends seek the ports of steps: if words did, a long chain would lean to one side.
    """
    if not neighbours:
        return centres[knot], 0.1
    bends = grid.knots[knot].kind is KnotKind.BEND
    weights = [_STRAIGHT_TRUNK if bends and grid.knots[near].kind is KnotKind.BEND else 1.0 for near in neighbours]
    places = [centres[near] + (ports.get((near, knot), 0.0) if bends else 0.0) for near in neighbours]
    total = sum(weights)
    return sum(weight * place for weight, place in zip(weights, places, strict=True)) / total, total


def _distances(knots: Sequence[Knot]) -> list[float]:
    """Give the least distance between the middles of each knot and the one before it; 0 for the first."""
    reach = [knot.size.breadth / 2 + _MARGIN[knot.kind] for knot in knots]
    return [0.0, *(left + right for left, right in itertools.pairwise(reach))]


def _closest(targets: Sequence[float], weights: Sequence[float], distances: Sequence[float]) -> list[float]:
    """Give places at least ``distances`` apart that are nearest to ``targets`` (isotonic regression).

    With the distances taken off, the places only have to ascend: neighbours that would not are pooled at their mean.
    """
    offsets = [0.0]
    for distance in distances[1:]:
        offsets.append(offsets[-1] + distance)
    pools: list[tuple[float, float, int]] = []
    for target, weight, offset in zip(targets, weights, offsets, strict=False):
        mean, total, count = target - offset, weight, 1
        while pools and pools[-1][0] >= mean:
            other_mean, other_total, other_count = pools.pop()
            mean = (mean * total + other_mean * other_total) / (total + other_total)
            total, count = total + other_total, count + other_count
        pools.append((mean, total, count))
    flat = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=False)]
