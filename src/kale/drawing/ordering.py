"""In which order the knots of each rank stand, so that few lines cross."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Mapping, Sequence

from kale.drawing.layers import Grid

_ROUNDS = 12

Neighbours = Mapping[int, Sequence[int]]
Ranks = list[list[int]]


def neighbours_of(grid: Grid) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Give each knot's neighbours on the rank before and on the rank after."""
    before: dict[int, list[int]] = {knot: [] for knot in range(len(grid.knots))}
    after: dict[int, list[int]] = {knot: [] for knot in range(len(grid.knots))}
    for upper, lower in grid.segments:
        after[upper].append(lower)
        before[lower].append(upper)
    return before, after


def order_ranks(grid: Grid) -> Ranks:
    """Give the knots of each rank in an order with few crossings.

    Knots are sorted by the mean place of their neighbours, rank by rank, down and up in turn; the best order
    that turned up is given.
    """
    before, after = neighbours_of(grid)
    ranks = [list(rank) for rank in grid.ranks]
    best, fewest = [list(rank) for rank in ranks], count_crossings(ranks, after)
    for sweep in range(2 * _ROUNDS):
        if not fewest:
            break
        _sweep(ranks, before if sweep % 2 == 0 else after, downwards=sweep % 2 == 0)
        crossings = count_crossings(ranks, after)
        if crossings < fewest:
            best, fewest = [list(rank) for rank in ranks], crossings
    return best


def count_crossings(ranks: Ranks, after: Neighbours) -> int:
    """Count how often two pieces of line cross."""
    crossings = 0
    for upper, lower in itertools.pairwise(ranks):
        place = {knot: index for index, knot in enumerate(lower)}
        seen: list[int] = []
        for knot in upper:
            ends = sorted(place[other] for other in after[knot])
            crossings += sum(len(seen) - bisect.bisect_right(seen, end) for end in ends)
            for end in ends:
                bisect.insort(seen, end)
    return crossings


def _sweep(ranks: Ranks, neighbours: Neighbours, *, downwards: bool) -> None:
    numbers = range(1, len(ranks)) if downwards else range(len(ranks) - 2, -1, -1)
    for number in numbers:
        fixed = ranks[number - 1] if downwards else ranks[number + 1]
        place = {knot: index for index, knot in enumerate(fixed)}
        own = {knot: index for index, knot in enumerate(ranks[number])}
        ranks[number].sort(key=lambda knot: _centre(neighbours[knot], place, own[knot]))


def _centre(neighbours: Sequence[int], place: Mapping[int, int], otherwise: int) -> float:
    if not neighbours:
        return otherwise
    return sum(place[knot] for knot in neighbours) / len(neighbours)
