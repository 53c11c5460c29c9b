"""What differs is found and told in words that lead to it; what is the same is found to be the same."""

from __future__ import annotations

import collections
import copy
import dataclasses
import datetime
import decimal
import enum
import functools
import io
import pathlib
import random
import re
import subprocess
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.verification.describing import compared, differences

pd = pytest.importorskip("pandas")
sparse = pytest.importorskip("scipy.sparse")
linear = pytest.importorskip("sklearn.linear_model")
neighbors = pytest.importorskip("sklearn.neighbors")
utils = pytest.importorskip("sklearn.utils")
ensemble = pytest.importorskip("sklearn.ensemble")


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


class Mood(enum.Flag):
    CALM = 1
    HAPPY = 2


@dataclasses.dataclass
class Point:
    x: object


class Circle:
    """An object of a library that remembers what was asked for."""

    def __init__(self, radius: int) -> None:
        self.radius = radius

    @functools.cached_property
    def width(self) -> int:
        """Something that is worked out once."""
        return 2 * self.radius


def read(circle: Circle) -> Circle:
    """Let an object remember something."""
    assert circle.width == 2 * circle.radius
    return circle


class Drawing:
    """A figure as plotly has it."""

    def __init__(self, specification: dict[str, int]) -> None:
        self._specification = specification

    def to_plotly_json(self) -> dict[str, int]:
        """What a browser is told, in no particular order."""
        return self._specification


Drawing.__name__, Drawing.__module__ = "BaseFigure", "plotly.basedatatypes"


class Expression:
    """All of it is in what it is made of, as with an expression of SymPy."""

    def __new__(cls, *parts: object) -> Expression:
        made = super().__new__(cls)
        made.parts, made.known = parts, {}
        return made

    parts: tuple[object, ...]
    known: dict[str, object]

    def __getnewargs__(self) -> tuple[object, ...]:
        return self.parts

    def __getstate__(self) -> None:
        return None


class Numbers(list[int]):
    note = ""


class Celsius(float):
    pass


def own(source: str, **namespace: Any) -> Any:
    """Give what a notebook binds to ``it``."""
    namespace["__name__"] = "__main__"
    exec(compile(source, "<work.ipynb cell 1>", "exec"), namespace)
    return namespace["it"]


def numbered(base: Any, **attributes: object) -> Any:
    vars(base).update(attributes)
    return base


def cyclic(last: object) -> list[object]:
    loop: list[object] = [1]
    loop.extend([loop, last])
    return loop


def masked(mask: list[bool], hidden: int = 9) -> Any:
    return np.ma.array([hidden if hide else 1 for hide in mask], mask=mask)


def frame(**options: Any) -> Any:
    return pd.DataFrame({"a": [1, 2]}, **options)


def padded(garbage: int) -> Any:
    """A structured array whose padding holds what was in memory before."""
    raw = np.full(32, garbage, dtype="u1")
    array = raw.view(np.dtype({"names": ["a", "b"], "formats": ["u1", "f8"], "offsets": [0, 8], "itemsize": 16}))
    array["a"], array["b"] = 1, 2.0
    return array


def fitted(slope: float) -> Any:
    return linear.LinearRegression().fit(np.array([[0.0], [1.0]]), np.array([0.0, slope]))


def drawn(height: int) -> Any:
    figure = pytest.importorskip("matplotlib.figure").Figure()
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, height])
    axes.set_title("t")
    return figure


FIRST_DIFFERENCES: list[tuple[object, object, str]] = [
    (1, 2, "x: 1 | 2"),
    (1, True, "x: 1 (type int) | True (type bool)"),
    (1, 1.0, "x: 1 (type int) | 1.0 (type float)"),
    (1, "1", "x: 1 (type int) | '1' (type str)"),
    (0.0, -0.0, "x: 0.0 | -0.0"),
    (0.1 + 0.2, 0.3, "x: 0.30000000000000004 | 0.3"),
    (10**5000, 10**5000 + 1, "x at byte 4,154: b'0' | b'1'"),
    ("a" * 50 + "b" + "c" * 50, "a" * 50 + "d" + "c" * 50, "x: …aaaaaaaaaaaaaaab"),
    ("a\n" * 2000, "a\n" * 1500 + "b\n" * 500, "x line 1,501: 'a' | 'b'"),
    ("é" * 3000, "é" * 2999 + "e", "x at character 2,999: "),
    (b"a" * 3000, b"a" * 2999 + b"b", "x at byte 2,999: b'a' | b'b'"),
    ([1, 2, 3], [1, 5, 3], "x[1]: 2 | 5"),
    ([1, 2, 3], [1, 5, 4], "x[1]: 2 | 5 (2 of 3 elements differ)"),
    ([1], [1, 2], "x: 1 elements | 2"),
    ([1], (1,), "x: type list | (1,) (type tuple)"),
    ([[1], [2]], [[1], [3]], "x[1][0]: 2 | 3"),
    ([[1], 2], [[1], [2]], "x[1]: 2 | type list"),
    ([{"a": n} for n in range(2000)], [{"a": n % 1999} for n in range(2000)], "x[1999]: {'a': 1999} | {'a': 0}"),
    ([{"a": n} for n in range(999)], [{"a": n} for n in range(1000)], "x: 999 elements | 1,000"),
    ({1}, frozenset({1}), "x: type set | frozenset({1}) (type frozenset)"),
    ({1, 2}, {1, 3}, "x: {2} only | {3} only"),
    ({(1, "a")}, {(1, "b")}, "x: {(1, 'a')} only | {(1, 'b')} only"),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "x: keys in the order 'a', 'b' | in the order 'b', 'a'"),
    ({"a": 1}, {"a": 1, "b": 2}, "x: no other keys | key 'b' only"),
    ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, "x['a']['b'][1]: 2 | 3"),
    ({1: "a"}, {"1": "a"}, "x: key 1 only | key '1' only"),
    ({(1, 2): 0.5}, {(1, 2): 0.25}, "x[(1, 2)]: 0.5 | 0.25"),
    ({Color.RED: 1}, {Color.RED: 2}, "x[<tests.verification.test_differences.Color.RED: 1>]: 1 | 2"),
    (collections.deque([1], maxlen=1), collections.deque([1]), "x: maxlen 1 | maxlen None"),
    (collections.defaultdict(int), collections.defaultdict(list), "x.default_factory: int | list"),
    (collections.OrderedDict(a=1, b=2), collections.OrderedDict(b=2, a=1), "x: keys in the order"),
    (read(Circle(2)), Circle(3), "x.radius: 2 | 3"),
    (Drawing({"x": 1, "y": 2}), Drawing({"x": 1, "y": 3}), "x['y']: 2 | 3"),
    (Expression("n", 2), Expression("n", 3), "x's making[2]: 2 | 3"),
    (neighbors.KDTree([[0.0], [1.0]]), neighbors.KDTree([[0.0], [2.0]]), "x.data[1, 0]: 1.0 | 2.0"),
    (Numbers([1]), [1], "x: type tests.verification.test_differences.Numbers | type list"),
    (numbered(Numbers([1]), note="a"), numbered(Numbers([1]), note="b"), "x.note: 'a' | 'b'"),
    (Plain(a=1), Plain(a=2), "x.a: 1 | 2"),
    (Plain(a=1), Plain(), "x.a: 1 (type int) | nothing"),
    (Plain(a=Plain(b=[0])), Plain(a=Plain(b=[1])), "x.a.b[0]: 0 | 1"),
    (Slotted(1, 2), Slotted(1, 3), "x._Slotted__hidden: 2 | 3"),
    (Color.RED, Color.BLUE, "x: <tests.verification.test_differences.Color.RED: 1> | "),
    (Color.RED, 1, "x: "),
    (Mood.CALM, Mood.CALM | Mood.HAPPY, "x: "),
    (Celsius(1), Celsius(2), "x: 1.0 | 2.0"),
    (io.StringIO("a"), io.StringIO("b"), "x content: 'a' | 'b'"),
    (io.BytesIO(b"a"), io.BytesIO(b"b"), "x content: b'a' | b'b'"),
    (subprocess.CompletedProcess([], 0), subprocess.CompletedProcess([], 1), "x.returncode: 0 | 1"),
    (Point(1), Point(1.0), "x.x: 1 (type int) | 1.0 (type float)"),
    (ValueError("a"), ValueError("b"), "x.args: ('a',) | ('b',)"),
    (ValueError("a"), TypeError("a"), "x: type ValueError | type TypeError"),
    (types.SimpleNamespace(a=1), types.SimpleNamespace(a=2), "x.a: 1 | 2"),
    (functools.partial(max, 1), functools.partial(max, 2), "x.args: (1,) | (2,)"),
    (re.compile("a"), re.compile("a", re.IGNORECASE), "x.flags: 32 | 34"),
    (re.match("a*", "ab"), re.match("a*", "aab"), "x.string: 'ab' | 'aab'"),
    (random.Random(1), random.Random(2), "x: state "),  # noqa: S311 - no secret depends on it
    (datetime.date(2024, 1, 1), datetime.date(2024, 1, 2), "x: datetime.date(2024, 1, 1) | datetime.date(2024, 1, 2)"),
    (decimal.Decimal("1.0"), decimal.Decimal("1.00"), "x: Decimal('1.0') | Decimal('1.00')"),
    (pathlib.PurePosixPath("a"), pathlib.PurePosixPath("b"), "x: PurePosixPath('a') | PurePosixPath('b')"),
    (range(3), range(4), "x: range(0, 3) | range(0, 4)"),
    (slice(1), slice(2), "x's making: (None, 1, None) | (None, 2, None)"),
    (len, max, "x: builtins.len | builtins.max"),
    (int, float, "x: int | float"),
    (cyclic(2), cyclic(3), "x[2]: 2 | 3"),
    (np.float64(1), 1.0, "x: numpy.float64(1.0) (type numpy.float64) | 1.0 (type float)"),
    (np.float32(0.1), np.float32(0.2), "x: numpy.float32(0.1"),
    (np.datetime64("2024-01-01"), np.datetime64("2024-01-01", "s"), "x: …e64('2024-01-01'), '<M8[D]') | "),
    (np.float64(1), np.array(1.0), "x: numpy.float64(1.0) (type numpy.float64) | type numpy.ndarray"),
    (np.array(1.0), np.array(2.0), "x: 1.0 | 2.0"),
    (np.arange(3), np.arange(3, dtype="int32"), "x: dtype int64 | dtype int32"),
    (np.zeros((2, 3)), np.zeros((3, 2)), "x: shape (2, 3) | shape (3, 2)"),
    (np.array([1.0, np.nan]), np.array([np.nan, 1.0]), "x[0]: 1.0 | nan (2 of 2 elements differ)"),
    (np.array([0.0, 0.0]), np.array([0.0, -0.0]), "x[1]: 0.0 | -0.0 (1 of 2 elements differ)"),
    (np.zeros((10, 10)), np.eye(10)[::-1] * 0 + (np.arange(100) == 73).reshape(10, 10), "x[7, 3]: 0.0 | 1.0 (1 of 100"),
    (np.array(["a", "b"]), np.array(["a", "c"]), "x[1]: 'b' | 'c' (1 of 2 elements differ)"),
    (np.array([1], dtype=object), np.array([1.0], dtype=object), "x[0]: 1 | 1.0"),
    (np.array([{}, {"a": 1}], dtype=object), np.array([{}, {"a": 2}], dtype=object), "x[1]['a']: 1 | 2"),
    (np.array([(1, 2.0)], dtype="i4,f8"), np.array([(1, 3.0)], dtype="i4,f8"), "x['f1'][0]: 2.0 | 3.0"),
    (masked([False, True]), masked([True, False]), "x[0]: 1 | 0"),
    (np.random.default_rng(1), np.random.default_rng(2), "x.bit_generator: state "),
    (np.random.RandomState(1), np.random.RandomState(2), "x: state "),
    (frame(), frame(index=[1, 2]), "x.index: type pandas."),
    (frame(), frame(dtype="float64"), "x['a']: int64 | float64"),
    (frame(dtype="Int64"), frame(dtype="Float64"), "x['a']: Int64 | Float64"),
    (frame(), frame().rename(columns={"a": "b"}), "x.columns[0]: 'a' | 'b'"),
    (frame(), frame().rename_axis("i"), "x.index.names[0]: None | 'i'"),
    (frame(), frame().assign(b=1), "x.columns: 1 elements | 2"),
    (frame().assign(b=[1.5, 2]), frame().assign(b=[1.5, 3]), "x['b'][1]: 2.0 | 3.0 (1 of 2 elements differ)"),
    (pd.DataFrame([[1, 2]], columns=["a", "a"]), pd.DataFrame([[1, 3]], columns=["a", "a"]), "x.iloc[:, 1][0]: 2 | 3"),
    (pd.Series([1]), pd.Series([1], name="s"), "x.name: None (type NoneType) | 's' (type str)"),
    (pd.Series(["a"], dtype="category"), pd.Series(["a"], dtype=object), "x: category | object"),
    (pd.Series(["a", "b"], dtype=object), pd.Series(["a", None], dtype=object), "x[1]: 'b' | None"),
    (pd.Series([pd.Timestamp("2024")]), pd.Series([pd.Timestamp("2025")]), "x[0]: 2024-01-01T00:00:00"),
    (pd.Timestamp("2024"), pd.Timestamp("2024", tz="UTC"), "x: pandas.Timestamp('2024-01-01 00:00:00') | "),
    (pd.MultiIndex.from_tuples([(1, 2)]), pd.MultiIndex.from_tuples([(1, 3)]), "x[0]: (1, 2) | (1, 3)"),
    (sparse.csr_matrix([[1, 0]]), sparse.csr_matrix([[0, 1]]), "x coordinates 1[0]: 0 | 1"),
    (sparse.csr_matrix([[1, 0]]), sparse.csc_matrix([[1, 0]]), "x: type scipy.sparse._csr.csr_matrix | "),
    (fitted(1.0), fitted(2.0), "x.coef_[0]: "),
    (drawn(1), drawn(2), "x.axes[0].lines[0] y[1]: 1 | 2"),
    (own("def it(a): return a + 1"), own("def it(a): return a + 2"), "x's code: one | another"),
    (own("def it(a, b=1): pass"), own("def it(a, b=2): pass"), "x's defaults: (1,) | (2,)"),
    (own("it = (lambda n: lambda: n)([1])"), own("it = (lambda n: lambda: n)([2])"), "x's variable n[0]: 1 | 2"),
    (own("class it:\n    total = 0"), own("class it:\n    total = 1"), "x.total: 0 | 1"),
    (own("class A:\n    n = 0\nit = A()"), own("class A:\n    n = 1\nit = A()"), "x's class.n: 0 | 1"),
    (
        own("class it:\n    def f(self): return 1"),
        own("class it:\n    def f(self): return 2"),
        "x.f's code: one | another",
    ),
]


@pytest.mark.parametrize(("one", "other", "words"), FIRST_DIFFERENCES, ids=lambda value: type(value).__name__)
def test_the_first_difference(one: object, other: object, words: str, tmp_path: Path) -> None:
    found = differences(one, other, tmp_path)
    assert found
    assert found[0].startswith(words)


@pytest.mark.parametrize("value", [pair[0] for pair in FIRST_DIFFERENCES], ids=lambda value: type(value).__name__)
def test_a_value_is_equal_to_itself_and_to_a_copy(value: object, tmp_path: Path) -> None:
    assert differences(value, value, tmp_path) == []
    try:
        again = copy.deepcopy(value)
    except TypeError:
        return
    assert differences(value, again, tmp_path) == []


def asked(tree: Any) -> Any:
    """Ask a tree for neighbours, which it counts."""
    tree.query([[0.0]])
    return tree


def results(rank: int, **noted: object) -> Any:
    """Give an object of a library that is known to note what it was asked."""
    made = type("Results", (Plain,), {"__module__": "statsmodels.toys"})(rank=rank)
    vars(made).update(noted)
    return made


def worked_out(expression: Expression) -> Expression:
    """Let an expression remember something."""
    expression.known["positive"] = None
    return expression


EQUAL: list[Callable[[], tuple[object, object]]] = [
    lambda: (float("nan"), -float("nan")),
    lambda: (np.array([np.nan]), -np.array([np.nan])),
    lambda: (np.array([np.datetime64("NaT", "s")]), np.array([np.datetime64("NaT", "s")])),
    lambda: (set("abcdef"), set("fedcba")),
    lambda: ({Plain(a=1), Plain(a=2)}, {Plain(a=2), Plain(a=1)}),
    lambda: (Plain(a=1, b=2), Plain(b=2, a=1)),
    lambda: (np.arange(6).reshape(2, 3), np.asfortranarray(np.arange(6).reshape(2, 3))),
    lambda: (np.arange(6)[::2], np.array([0, 2, 4])),
    lambda: (padded(0), padded(255)),
    lambda: (masked([True], 1), masked([True], 2)),
    lambda: (np.zeros((0, 3)), np.zeros((0, 3))),
    lambda: (frame(), frame().copy()),
    lambda: (pd.DataFrame(), pd.DataFrame()),
    lambda: (cyclic(2), cyclic(2)),
    lambda: (asked(neighbors.KDTree([[0.0], [1.0]])), neighbors.KDTree([[0.0], [1.0]])),
    lambda: (read(Circle(2)), Circle(2)),
    lambda: (Drawing({"x": 1, "y": 2}), Drawing({"y": 2, "x": 1})),
    lambda: (results(2, _summary_cache={}), results(2)),
    lambda: (worked_out(Expression("n", 2)), Expression("n", 2)),
    lambda: (utils.Bunch(a=[1]), copy.copy(utils.Bunch(a=[1]))),
    lambda: (own("def it(a):\n    return {a, 'b', 'c'}"), own("def it(a):\n    return {a, 'b', 'c'}")),
    lambda: (own("from dataclasses import dataclass\n@dataclass\nclass it:\n    a: int = 1"),) * 2,
]


@pytest.mark.parametrize("pair", EQUAL)
def test_what_is_the_same(pair: Callable[[], tuple[object, object]], tmp_path: Path) -> None:
    one, other = pair()
    result = compared(one, other, tmp_path)
    assert (result.differences, result.unknown) == ([], {})


def numbers() -> Iterator[int]:
    yield 1


@pytest.mark.parametrize(
    ("value", "path", "reason"),
    [
        (numbers(), "x", "looking into a generator would use it up"),
        (iter([1]), "x", "looking into an iterator would use it up"),
        ({"a": map(str, [1])}, "x['a']", "looking into a map would use it up"),
        (Plain(lock=__import__("threading").Lock()), "x.lock", "it is a lock"),
        (Path(__file__).open(encoding="utf-8"), "x", "it is an open file or stream"),  # noqa: SIM115 - only looked at
        (memoryview(b"a").__class__.__dict__["nbytes"], "x", "Python cannot look into it"),
    ],
    ids=["generator", "iterator", "map", "lock", "file", "descriptor"],
)
def test_what_cannot_be_looked_into_is_said(value: object, path: str, reason: str, tmp_path: Path) -> None:
    result = compared(value, value, tmp_path)
    assert result.differences == []
    assert result.unknown[path].startswith(reason)
    if hasattr(value, "close"):
        value.close()


def test_sharing_on_one_side_only_is_noted(tmp_path: Path) -> None:
    shared = [0]
    result = compared([shared, shared], [[0], [0]], tmp_path)
    assert (result.differences, result.shared) == ([], ["x[0] and x[1]"])
    assert compared([shared, shared], [shared, shared], tmp_path).shared == []


def test_deep_values_need_no_deep_stack(tmp_path: Path) -> None:
    def chain(end: int) -> list[Any]:
        value: list[Any] = [end]
        for _ in range(20_000):
            value = [value]
        return value

    found = compared(chain(1), chain(2), tmp_path).differences
    assert [difference.words for difference in found] == [("1", "2")]
