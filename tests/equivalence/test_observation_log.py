"""The recorder: equal values have equal texts, and what differs shows."""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.equivalence.recorder.observation_log import canonical_text, class_name, record

pd = pytest.importorskip("pandas")
sparse = pytest.importorskip("scipy.sparse")


class Plain:
    def __init__(self, **attributes: object) -> None:
        vars(self).update(attributes)


class Slotted:
    __slots__ = ("__hidden", "shown")

    def __init__(self, shown: object, hidden: object) -> None:
        self.shown, self.__hidden = shown, hidden


class Color(enum.IntEnum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Point:
    x: object


class Numbers(list[int]):
    pass


def _masked(mask: list[bool]) -> Any:
    return np.ma.array([1, 2], mask=mask)


def _frame(**options: Any) -> Any:
    return pd.DataFrame({"a": [1, 2]}, **options)


DIFFERENT = [
    (1, True),
    (1, 1.0),
    (1, "1"),
    (0.0, -0.0),
    (0.1 + 0.2, 0.3),
    ("a", b"a"),
    ([1], (1,)),
    ([1, 2], [2, 1]),
    ({1}, frozenset({1})),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ({1: "a"}, {"1": "a"}),
    (collections.deque([1], maxlen=1), collections.deque([1])),
    (collections.defaultdict(int), collections.defaultdict(list)),
    (Numbers([1]), [1]),
    (Plain(a=1), Plain(a=2)),
    (Plain(a=1), Plain()),
    (Slotted(1, 2), Slotted(1, 3)),
    (Color.RED, Color.BLUE),
    (Color.RED, 1),
    (Point(1), Point(1.0)),
    (ValueError("a"), ValueError("b")),
    (ValueError("a"), TypeError("a")),
    (functools.partial(max, 1), functools.partial(max, 2)),
    (re.compile("a"), re.compile("a", re.IGNORECASE)),
    (random.Random(1), random.Random(2)),  # noqa: S311 - no secret depends on it
    (np.float64(1), 1.0),
    (np.float64(1), np.array(1.0)),
    (np.arange(3), np.arange(3, dtype="int32")),
    (np.zeros((2, 3)), np.zeros((3, 2))),
    (np.array([1.0, np.nan]), np.array([np.nan, 1.0])),
    (np.arange(100), np.arange(100) + (np.arange(100) == 50)),
    (np.array([1], dtype=object), np.array([1.0], dtype=object)),
    (_masked([False, True]), _masked([True, False])),
    (np.random.default_rng(1), np.random.default_rng(2)),
    (_frame(), _frame(index=[1, 2])),
    (_frame(), _frame(dtype="float64")),
    (_frame(), _frame().rename(columns={"a": "b"})),
    (_frame(), _frame().rename_axis("i")),
    (pd.Series([1]), pd.Series([1], name="s")),
    (pd.Series(["a"], dtype="category"), pd.Series(["a"], dtype=object)),
    (pd.Timestamp("2024"), pd.Timestamp("2024", tz="UTC")),
    (sparse.csr_matrix([[1, 0]]), sparse.csr_matrix([[0, 1]])),
    (sparse.csr_matrix([[1, 0]]), sparse.csc_matrix([[1, 0]])),
    (range(3), range(4)),
    (len, max),
    (int, float),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=lambda value: type(value).__name__)
def test_different_values_have_different_facts(one: object, other: object) -> None:
    def fact(value: object) -> tuple[str, str]:
        return class_name(type(value)), canonical_text(value)

    assert fact(one) != fact(other)


@pytest.mark.parametrize("value", [pair[0] for pair in DIFFERENT], ids=lambda value: type(value).__name__)
def test_the_text_is_stable_and_the_value_untouched(value: object) -> None:
    text = canonical_text(value)
    assert canonical_text(value) == text
    assert " at 0x" not in text


def test_the_order_of_sets_and_attributes_does_not_count() -> None:
    assert canonical_text(set("abcdef")) == canonical_text(set("fedcba"))
    assert canonical_text(Plain(a=1, b=2)) == canonical_text(Plain(b=2, a=1))


def test_an_array_is_the_same_in_either_memory_order() -> None:
    array = np.arange(6).reshape(2, 3)
    assert canonical_text(array) == canonical_text(np.asfortranarray(array))


def test_iterators_are_not_consumed() -> None:
    def numbers() -> Iterator[int]:
        yield 1

    stream, items = numbers(), iter([1, 2])
    canonical_text([stream, items])
    assert (list(stream), list(items)) == ([1], [1, 2])


def test_a_value_may_contain_itself() -> None:
    loop: list[Any] = [1]
    loop.append(loop)
    assert canonical_text(loop) == "list[1, <cycle 1>]"


def test_recording_draws_no_random_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KALE_OBS", str(tmp_path / "log"))
    before = random.getstate(), np.random.get_state(legacy=False)["state"]["pos"]
    record("x", {"rng": np.random.default_rng(0), "frame": _frame()})
    assert (random.getstate(), np.random.get_state(legacy=False)["state"]["pos"]) == before
    assert (tmp_path / "log").read_bytes().count(b"\n") == 1
