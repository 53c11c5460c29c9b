"""Which rank each step of a drawing stands on, and which points its lines pass."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


class KnotKind(enum.Enum):
    """What stands at a place of the drawing."""

    STEP = "step"
    LABEL = "label"
    BEND = "bend"


@dataclass(frozen=True)
class Size:
    """Extent of a knot: ``breadth`` along its rank, ``depth`` across the ranks, in pixels."""

    breadth: float
    depth: float


@dataclass(frozen=True)
class Arrow:
    """A line from one step to another.

    Attributes:
        source: Name of the earlier step.
        target: Name of the later step.
        label: Extent of the words on the line; ``None`` when there are none.
    """

    source: str
    target: str
    label: Size | None = None


@dataclass(frozen=True)
class Knot:
    """A step, the words on a line, or a point that a line passes.

    Attributes:
        kind: Which of them.
        rank: Even for steps, odd for words.
        size: Its extent.
        step: Name of the step; for ``KnotKind.STEP``.
        arrow: The line that the words belong to; for ``KnotKind.LABEL``.
    """

    kind: KnotKind
    rank: int
    size: Size
    step: str | None = None
    arrow: Arrow | None = None


@dataclass
class Grid:
    """Knots by number, and the pieces of line between knots on neighbouring ranks.

    Attributes:
        knots: The knots; their position in the list is their number.
        ranks: Numbers of the knots on each rank, in the order in which they were added.
        segments: Pairs (knot on a rank, knot on the next), each with whether data flows there.
    """

    knots: list[Knot] = field(default_factory=list)
    ranks: list[list[int]] = field(default_factory=list)
    segments: dict[tuple[int, int], bool] = field(default_factory=dict)

    def add(self, knot: Knot) -> int:
        """Take in ``knot`` and give its number."""
        while len(self.ranks) <= knot.rank:
            self.ranks.append([])
        self.knots.append(knot)
        self.ranks[knot.rank].append(len(self.knots) - 1)
        return len(self.knots) - 1

    def connect(self, upper: int, lower: int, data: bool) -> None:
        """Draw a piece of line; one that is there already stays as it is, except that data outweighs order."""
        self.segments[upper, lower] = data or self.segments.get((upper, lower), False)


_POINT = Size(breadth=0, depth=0)


def longest_path_layers(names: Sequence[str], arrows: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Give each name the length of the longest path of arrows that leads to it.

    Args:
        names: In an order in which every arrow points forward.
        arrows: Pairs (earlier, later).
    """
    layers = dict.fromkeys(names, 0)
    later_of: dict[str, list[str]] = {name: [] for name in names}
    for earlier, later in arrows:
        later_of[earlier].append(later)
    for name in names:
        for later in later_of[name]:
            layers[later] = max(layers[later], layers[name] + 1)
    return layers


def build_grid(steps: Mapping[str, Size], arrows: Sequence[Arrow]) -> Grid:
    """Give the grid of a graph.

    Lines that leave one step and pass several ranks share one trunk; words stand on the rank before the target,
    where the line belongs to one arrow alone.

    Args:
        steps: Extent of each step, in an order in which every arrow points forward.
        arrows: The lines.
    """
    layers = longest_path_layers(tuple(steps), ((arrow.source, arrow.target) for arrow in arrows))
    grid = Grid()
    number = {name: grid.add(Knot(KnotKind.STEP, 2 * layers[name], size, step=name)) for name, size in steps.items()}
    trunks: dict[tuple[str, bool, int], int] = {}
    for arrow in arrows:
        data = arrow.label is not None
        above = number[arrow.source]
        last = 2 * layers[arrow.target] - 1
        for rank in range(2 * layers[arrow.source] + 1, last + 1):
            if rank == last and arrow.label is not None:
                knot = grid.add(Knot(KnotKind.LABEL, rank, arrow.label, arrow=arrow))
            else:
                key = (arrow.source, data, rank)
                if key not in trunks:
                    trunks[key] = grid.add(Knot(KnotKind.BEND, rank, _POINT))
                knot = trunks[key]
            grid.connect(above, knot, data)
            above = knot
        grid.connect(above, number[arrow.target], data)
    return grid
