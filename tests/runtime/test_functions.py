"""Functions, closures and classes that the notebook's code made: what they do in the next step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.bench import Bench


def cases(name: str) -> Iterator[Any]:
    """Read a table: title, code of the first step, variables, expression of the second step, what it shows."""
    for text in (Path(__file__).parent / name).read_text("utf-8").removeprefix("# ").split("\n\n# "):
        title, _, rest = text.partition("\n")
        make, use, expected = rest.split("\n--- ")
        names, _, expression = use.partition("\n")
        yield pytest.param(make, names, expression, expected.strip(), id=title)


@pytest.fixture(autouse=True)
def _without_dill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most images do not have it."""
    folder = tmp_path / "without"
    folder.mkdir()
    (folder / "dill.py").write_text("raise ImportError('there is no dill here')\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)


@pytest.mark.parametrize(("make", "names", "use", "expected"), list(cases("functions.txt")))
def test_function_does_the_same(bench: Bench, make: str, names: str, use: str, expected: str) -> None:
    done = bench.hand_on(make, names, use)
    assert (done.code, done.out) == (0, expected + "\n"), done.err


@pytest.mark.parametrize(("make", "names", "use", "expected"), list(cases("classes.txt")))
def test_class_does_the_same(bench: Bench, make: str, names: str, use: str, expected: str) -> None:
    done = bench.hand_on(make, names, use)
    assert (done.code, done.out) == (0, expected + "\n"), done.err


def test_what_readers_carry_is_not_made_again(bench: Bench) -> None:
    code = "class A:\n  count = 0\n  def m(self): return 'm'\ndef g(): return 1\n"
    done = bench.hand_on(
        "A.count = 5; a = A(); f = g; A.extra = g", "A a f", "type(a) is A, f is g, A.count, A.extra()", code
    )
    assert (done.code, done.out) == (0, "(True, True, 5, 1)\n"), done.err


def test_attribute_deleted_from_a_class_stays_deleted(bench: Bench) -> None:
    done = bench.hand_on("del A.x", "A", "hasattr(A, 'x')", "class A:\n  x = 1\n")
    assert (done.code, done.out) == (0, "False\n"), done.err


def test_registered_subclasses_are_not_lost_in_silence(bench: Bench) -> None:
    code = "from abc import ABC\ndef f():\n  class A(ABC): pass\n  A.register(int)\n  return A\nA = f()"
    done = bench.hand_on(code, "A", "issubclass(int, A)")
    assert done.code == 1
    assert "'A', of type abc.ABCMeta, cannot be handed on" in done.err


def test_another_function_at_the_same_place_is_refused(bench: Bench) -> None:
    code = "import __main__\nfrom kale.runtime.functions import make_function\n"
    place = "('<x>', 1, 'f = lambda a: a', 0, 1)"
    good = code + f"make_function({place}, ('<lambda>', 1, (), ('a',)), __main__, ())(3)"
    assert bench.cells(good).out == "3\n"
    for signature in ("('g', 1, (), ('a',))", "('<lambda>', 2, (), ('a',))", "('<lambda>', 1, (), ('b',))"):
        done = bench.cells(code + f"make_function({place}, {signature}, __main__, ())")
        assert done.error["type"] == "ValueError"
        assert " cannot make " in done.error["message"]
