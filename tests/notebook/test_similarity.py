from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kale.notebook.similarity import edit_distance, nearest_name, nearest_word

WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0),
        ("step", "step", 0),
        ("setp", "step", 1),
        ("ste", "step", 1),
        ("steps", "step", 1),
        ("abc", "xyz", 3),
    ],
)
def test_edit_distance(first: str, second: str, distance: int) -> None:
    assert edit_distance(first, second) == distance


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_zero_only_for_equal_words(first: str, second: str) -> None:
    assert edit_distance(first, second) == edit_distance(second, first)
    assert (edit_distance(first, second) == 0) == (first == second)


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        pytest.param("step", ["step"], None, id="known itself"),
        pytest.param("Step", ["step"], "step", id="other case"),
        pytest.param("a_b", ["a-b"], "a-b", id="other separator"),
        pytest.param("setp", ["step"], "step", id="swapped"),
        pytest.param("stop", ["step"], None, id="short with another letter"),
        pytest.param("limot", ["limit"], "limit", id="longer with another letter"),
        pytest.param("table", ["label"], None, id="another first letter"),
        pytest.param("en", ["env"], None, id="too short to miss a letter"),
        pytest.param("", ["step"], None, id="nothing"),
    ],
)
def test_nearest_word(word: str, known: list[str], expected: str | None) -> None:
    assert nearest_word(word, known) == expected


def test_nearest_name_looks_further() -> None:
    assert nearest_name("Trian model", ["load", "train-model"]) == "train-model"
    assert nearest_name("zzz", ["load", "train"]) is None
