from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kale.pipeline.graph import ancestors, find_cycle, topological_order
from kale.pipeline.names import artifact_name, to_identifier, to_resource_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("train", "train"),
        ("Train Model", "train-model"),
        ("train_model--2", "train-model-2"),
        ("Größe", "groe"),
        ("café", "cafe"),
        ("", "pipeline"),
        ("--", "pipeline-" + "d8156bae"),
        ("x" * 63, "x" * 63),
    ],
)
def test_resource_names(text: str, name: str) -> None:
    found = to_resource_name(text)
    assert found == name if text != "--" else re.fullmatch(r"pipeline-[0-9a-f]{8}", found)


@given(st.text())
def test_every_text_has_a_legal_resource_name(text: str) -> None:
    name = to_resource_name(text)
    assert re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", name)
    assert len(name) <= 63


@given(st.text(min_size=1), st.text(min_size=1))
def test_identifiers_are_legal_and_keep_names_apart(first: str, second: str) -> None:
    one, other = to_identifier(first), to_identifier(second)
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", one)
    assert (one == other) == (first == second)


def test_a_legal_name_stays() -> None:
    assert to_identifier("X_train") == "X_train"
    assert to_identifier("_x") != "_x"
    # The SDK calls a component with its inputs by name.
    assert to_identifier("self") != "self"


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5, unique=True))
def test_artifact_names_are_legal(variables: list[str]) -> None:
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,99}", artifact_name(variables))


ARROWS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16)


@given(ARROWS)
def test_a_graph_has_an_order_or_a_cycle(pairs: list[tuple[int, int]]) -> None:
    nodes = [str(number) for number in range(8)]
    arrows = {(str(a), str(b)) for a, b in pairs}
    cycle = find_cycle(nodes, arrows)
    if cycle:
        assert cycle[0] == cycle[-1]
        assert all(arrow in arrows for arrow in pairwise(cycle))
        with pytest.raises(ValueError, match="cycle"):
            topological_order(nodes, arrows)
    else:
        order = topological_order(nodes, arrows)
        assert all(order.index(a) < order.index(b) for a, b in arrows)


def test_order_follows_the_notebook_where_it_can() -> None:
    assert topological_order(["a", "b", "c", "d"], [("d", "b")]) == ("a", "c", "d", "b")


def test_ancestors() -> None:
    assert ancestors("d", {("a", "b"), ("b", "d"), ("c", "d"), ("d", "e")}) == {"a", "b", "c"}
