"""The layout keeps its promises: arrows point forward, nothing touches, little crosses."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kale.drawing.layers import Arrow, KnotKind, Size, build_grid, longest_path_layers
from kale.drawing.layout import Layout, lay_out
from kale.drawing.ordering import count_crossings, neighbours_of, order_ranks
from kale.drawing.placement import place_knots, place_ports
from kale.drawing.routing import Box

STEP = Size(100, 40)
LABEL = Size(60, 16)

arrows_of = st.integers(2, 9).flatmap(
    lambda count: st.lists(
        st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.booleans()).filter(lambda a: a[0] < a[1]),
        max_size=14,
        unique_by=lambda a: a[:2],
    ).map(lambda pairs: (count, pairs))
)


def graph(count: int, pairs: list[tuple[int, int, bool]]) -> tuple[dict[str, Size], list[Arrow]]:
    steps = {f"s{index}": Size(60 + 25 * (index % 4), 40) for index in range(count)}
    return steps, [Arrow(f"s{a}", f"s{b}", LABEL if data else None) for a, b, data in pairs]


def overlap(one: Box, other: Box) -> bool:
    along = abs(one.along - other.along) < (one.size.breadth + other.size.breadth) / 2 - 1e-6
    across = abs(one.across - other.across) < (one.size.depth + other.size.depth) / 2 - 1e-6
    return along and across


@pytest.mark.parametrize(
    ("arrows", "layers"),
    [
        ([], {"a": 0, "b": 0, "c": 0, "d": 0}),
        (["ab", "bc", "cd"], {"a": 0, "b": 1, "c": 2, "d": 3}),
        (["ab", "ac", "bd", "cd"], {"a": 0, "b": 1, "c": 1, "d": 2}),
        (["ab", "bc", "ac", "ad"], {"a": 0, "b": 1, "c": 2, "d": 1}),
        (["cd"], {"a": 0, "b": 0, "c": 0, "d": 1}),
    ],
)
def test_layer_is_the_longest_way_from_a_start(arrows: list[str], layers: dict[str, int]) -> None:
    assert longest_path_layers("abcd", [(arrow[0], arrow[1]) for arrow in arrows]) == layers


def test_lines_of_one_step_share_a_trunk() -> None:
    names = [f"s{index}" for index in range(6)]
    chain = [Arrow(a, b, LABEL) for a, b in itertools.pairwise(names)]
    grid = build_grid(dict.fromkeys(names, STEP), [*chain, *(Arrow("s0", name, LABEL) for name in names[2:])])
    bends = [knot.rank for knot in grid.knots if knot.kind is KnotKind.BEND]
    assert sorted(bends) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_order_lines_do_not_hide_in_a_data_trunk() -> None:
    steps = dict.fromkeys("abcd", STEP)
    arrows = [
        Arrow("a", "b", LABEL),
        Arrow("b", "c", LABEL),
        Arrow("c", "d", LABEL),
        Arrow("a", "d"),
        Arrow("a", "c", LABEL),
    ]
    layout = lay_out(steps, arrows)
    solid_and_dashed = {line.data for line in layout.lines if line.start[1] == pytest.approx(40) and line.head is False}
    assert solid_and_dashed == {True, False}


def test_barycentre_untangles_crossed_pairs() -> None:
    steps = dict.fromkeys("abcdef", STEP)
    grid = build_grid(steps, [Arrow("a", "f"), Arrow("b", "e"), Arrow("c", "d")])
    _, after = neighbours_of(grid)
    assert count_crossings(grid.ranks, after) == 3
    assert count_crossings(order_ranks(grid), after) == 0


@given(arrows_of)
@settings(max_examples=60)
def test_nothing_touches_and_arrows_point_forward(drawn: tuple[int, list[tuple[int, int, bool]]]) -> None:
    steps, arrows = graph(*drawn)
    layout = lay_out(steps, arrows)
    boxes = [*layout.steps.values(), *layout.labels.values()]
    assert not [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)]
    assert set(layout.labels) == {(arrow.source, arrow.target) for arrow in arrows if arrow.label}
    for arrow in arrows:
        assert layout.steps[arrow.source].across < layout.steps[arrow.target].across
    assert_inside(layout)
    for line in layout.lines:
        assert line.start[1] <= line.leave[1] < line.enter[1] <= line.end[1]


@given(arrows_of)
@settings(max_examples=60)
def test_placement_keeps_the_order_of_each_rank(drawn: tuple[int, list[tuple[int, int, bool]]]) -> None:
    grid = build_grid(*graph(*drawn))
    ranks = order_ranks(grid)
    centres = place_knots(grid, ranks, place_ports(grid, ranks))
    for rank in ranks:
        for left, right in itertools.pairwise(rank):
            room = (grid.knots[left].size.breadth + grid.knots[right].size.breadth) / 2
            assert centres[right] - centres[left] > room


def test_a_long_chain_with_a_shared_trunk_does_not_lean() -> None:
    names = [f"s{index}" for index in range(120)]
    arrows = [Arrow(a, b, LABEL) for a, b in itertools.pairwise(names)]
    layout = lay_out(dict.fromkeys(names, STEP), [*arrows, *(Arrow("s0", name, LABEL) for name in names[2:])])
    assert layout.size.breadth < 300


def assert_inside(layout: Layout) -> None:
    for box in [*layout.steps.values(), *layout.labels.values()]:
        assert box.along - box.size.breadth / 2 >= -1e-6
        assert box.across - box.size.depth / 2 >= -1e-6
        assert box.along + box.size.breadth / 2 <= layout.size.breadth + 1e-6
        assert box.across + box.size.depth / 2 <= layout.size.depth + 1e-6
