"""How the elements of arrays lie in memory, which decides what is a view of them and what is a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.runtime.bench import Bench

import kale.runtime.arrays
import kale.runtime.libraries
from kale.runtime.loading import load
from kale.runtime.namespace import NAMESPACE
from kale.runtime.saving import save

np = pytest.importorskip("numpy")
assert kale.runtime.arrays
assert kale.runtime.libraries

SLICES = st.sampled_from([slice(None), slice(1, None), slice(None, -1), slice(None, None, 2), slice(None, None, -1)])
KINDS = ("i4", "f8", "M8[D]", "O", [("a", "i2"), ("b", "O")], [("a", "i2"), ("b", "f8")])


@st.composite
def arrays(draw: st.DrawFn) -> Any:
    """Arrays of up to three axes, cut, turned round, and with their axes in any order."""
    shape = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    size = int(np.prod(shape))
    array = np.zeros(size, draw(st.sampled_from(KINDS)))
    if not array.dtype.hasobject:
        array = (np.arange(array.nbytes) % 251).astype("u1").view(array.dtype)
    array = array.reshape(shape, order=draw(st.sampled_from("CF")))
    array = array[tuple(draw(SLICES) for _ in shape)]
    return array.transpose(draw(st.permutations(range(array.ndim))))


def handed_on(folder: Path, **values: Any) -> dict[str, Any]:
    """Save values together, and give them as they are loaded."""
    place = {"artifacts": {"a": {"artifacts": [{"uri": str(folder / "layout")}]}}}
    NAMESPACE.update(values)
    save(place, "a", [*values], [])
    load(place, "a", [*values])
    return {name: NAMESPACE.pop(name) for name in values}


def splits(size: int) -> list[tuple[int, ...]]:
    """Give the shapes that an array of a size can be given, of up to three axes."""
    parts = [number for number in range(1, size + 1) if size % number == 0]
    pairs = [(part, size // part) for part in parts]
    return [(size,), *pairs, *((a, b, size // a // b) for a in parts for b in parts if size % (a * b) == 0)]


@settings(max_examples=150, deadline=None)
@given(array=arrays())
def test_what_is_a_view_stays_one(array: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = handed_on(tmp_path_factory.getbasetemp(), x=array)["x"]
    assert (found.dtype, found.shape, found.tolist()) == (array.dtype, array.shape, array.tolist())
    for name in ("c_contiguous", "f_contiguous", "writeable"):
        assert getattr(found.flags, name) == getattr(array.flags, name)
    for shape in splits(array.size):
        for order in "CFA":
            views = [np.shares_memory(part, part.reshape(shape, order=order)) for part in (array, found)]
            assert views[0] == views[1], (shape, order, array.strides, found.strides)


@settings(max_examples=100, deadline=None)
@given(array=arrays(), cut=st.lists(SLICES, min_size=3, max_size=3))
def test_what_is_shared_stays_shared(array: Any, cut: list[slice], tmp_path_factory: pytest.TempPathFactory) -> None:
    part = array[tuple(cut[: array.ndim])]
    found = handed_on(tmp_path_factory.getbasetemp(), x=array, y=part)
    expected = found["x"][tuple(cut[: array.ndim])]
    assert (found["y"].shape, found["y"].tolist()) == (part.shape, part.tolist())
    assert part.size == 0 or np.array_equal(places(found["y"]), places(expected))


def places(array: Any) -> Any:
    """Give the addresses of an array's elements."""
    offsets = np.zeros(array.shape, "i8")
    for axis, stride in enumerate(array.strides):
        offsets += (np.arange(array.shape[axis]) * stride).reshape([-1 if n == axis else 1 for n in range(array.ndim)])
    return offsets + array.__array_interface__["data"][0]


def test_a_view_with_many_elements_in_few_places_stays_small(bench: Bench) -> None:
    make = "import numpy as np\nx = np.lib.stride_tricks.sliding_window_view(np.arange(100_000.), 1000)"
    done = bench.hand_on(make, "x", "x.shape, x.strides, float(x[-1, -1])")
    assert (done.code, done.out) == (0, "((99001, 1000), (8, 8), 99999.0)\n"), done.err
    assert bench.artifact("a").stat().st_size < 1_000_000


def test_a_copy_in_the_notebook_is_a_copy_in_the_step(bench: Bench) -> None:
    make = "import numpy as np\nx = np.arange(6.).reshape(2, 3)[:, :2]"
    done = bench.hand_on(make, "x", "y = x.ravel(); y[0] = 99; float(x[0, 0])")
    assert (done.code, done.out) == (0, "0.0\n"), done.err
