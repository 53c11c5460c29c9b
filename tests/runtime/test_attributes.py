"""What objects have beyond what pickle or their library saves of them: attributes, and methods of other classes."""

from __future__ import annotations

import pytest
from tests.runtime.bench import Bench

DEFINITIONS = """
import collections, datetime, decimal, fractions, pathlib, types
class Tally(collections.Counter): pass
class Lists(collections.defaultdict): pass
class Moment(datetime.datetime): pass
class Span(datetime.timedelta): pass
class Amount(decimal.Decimal): pass
class Part(fractions.Fraction): pass
class Place(type(pathlib.Path())): pass
class Line(collections.deque): pass
class Words(collections.OrderedDict): pass
class Bare(collections.Counter):
    def __reduce__(self): return Bare, (dict(self),)
class Base:
    def run(self): return 'base'
    @classmethod
    def kind(cls): return cls.__name__
class Derived(Base):
    def run(self): return 'derived'
    @classmethod
    def kind(cls): return 'other'
def other(self): return 'other'
def tagged(cls, *arguments):
    made = cls(*arguments)
    made.tag = [made]
    return made
def patched(name):
    made = Base()
    setattr(made, name, types.MethodType(other, made))
    return made
"""

ATTRIBUTES = {
    "Tally": "'aba'",
    "Lists": "list",
    "Moment": "2026, 3, 29",
    "Span": "1",
    "Amount": "'1.50'",
    "Part": "1, 3",
    "Place": "'a/b'",
    "Line": "'ab'",
    "Words": "{'a': 1}",
}


@pytest.mark.parametrize(("kind", "arguments"), ATTRIBUTES.items(), ids=ATTRIBUTES)
def test_subclasses_keep_their_attributes(bench: Bench, kind: str, arguments: str) -> None:
    use = f"(type(x) is {kind}, x == {kind}({arguments}), x.tag[0] is x)"
    done = bench.hand_on(f"x = tagged({kind}, {arguments})", "x", use, DEFINITIONS)
    assert (done.code, done.out) == (0, "(True, True, True)\n"), done.err


def test_the_packed_program_keeps_them_as_well(packed_bench: Bench) -> None:
    """What saves an object whose dictionary something else holds as well has its say, too."""
    make = "x = tagged(Moment, 2026, 3, 29)\ny = Base(); y.a = 1; z = vars(y)"
    done = packed_bench.hand_on(make, "x y z", "(x.tag[0] is x, z is vars(y), z)", DEFINITIONS)
    assert (done.code, done.out) == (0, "(True, True, {'a': 1})\n"), done.err


def test_a_class_that_says_how_it_is_saved_is_followed(bench: Bench) -> None:
    done = bench.hand_on("x = tagged(Bare, 'aba')", "x", "(x['a'], vars(x))", DEFINITIONS)
    assert (done.code, done.out) == (0, "(2, {})\n"), done.err


METHODS = {
    "of a base class": ("super(Derived, Derived()).run", "x()", "'base'"),
    "of a class, of a base class": ("super(Derived, Derived).kind", "x()", "'Derived'"),
    "of its class": ("Derived().run", "x()", "'derived'"),
    "in place of one of the class": ("patched('run')", "x.run()", "'other'"),
    "under another name": ("patched('go')", "x.go(), x.run()", "('other', 'base')"),
    "in place of another one, by itself": ("patched('run').run", "x(), x.__self__.run == x", "('other', True)"),
    "of what is no object of a notebook's class": ("types.MethodType(other, 3)", "x()", "'other'"),
}


@pytest.mark.parametrize(("made", "use", "shown"), METHODS.values(), ids=METHODS)
def test_methods_stay_what_they_are(bench: Bench, made: str, use: str, shown: str) -> None:
    done = bench.hand_on(f"x = {made}", "x", use, DEFINITIONS)
    assert (done.code, done.out) == (0, shown + "\n"), done.err


NUMPY = """
import numpy as np
class Measured(np.ndarray):
    def __new__(cls, values, unit=None):
        made = np.asarray(values).view(cls)
        made.unit = unit
        return made
    def __array_finalize__(self, other):
        self.unit = getattr(other, 'unit', None)
class Noted(np.ma.MaskedArray): pass
def noted():
    made = Noted([1, 2], mask=[0, 1], fill_value=9)
    made.note = 'n'
    return made
def hard():
    return np.ma.array([1, 2, 3], mask=[0, 1, 0]).harden_mask()
"""

ARRAYS = {
    "a small one": ("Measured([1, 2], 'm')", "type(x) is Measured, x.unit, x.tolist()", "(True, 'm', [1, 2])"),
    "a large one": (
        "[Measured(np.arange(9000.), {'of': 'm'})]",
        "x[0].unit, int(x[0].sum()) == 40495500",
        "({'of': 'm'}, True)",
    ),
    "without": ("Measured([])", "type(x) is Measured, x.unit, x.tolist()", "(True, None, [])"),
    "with a mask": (
        "noted()",
        "type(x) is Noted, x.note, x.tolist(), int(x.fill_value)",
        "(True, 'n', [1, None], 9)",
    ),
    "with a hard mask": ("hard()", "x[1:] = 7\nx.tolist(), bool(x.hardmask)", "([1, None, 7], True)"),
}


@pytest.mark.parametrize(("made", "use", "shown"), ARRAYS.values(), ids=ARRAYS)
def test_arrays_keep_their_attributes(bench: Bench, made: str, use: str, shown: str) -> None:
    pytest.importorskip("numpy")
    done = bench.hand_on(f"x = {made}", "x", use, NUMPY)
    assert (done.code, done.out) == (0, shown + "\n"), done.err


def test_objects_that_a_class_remembers_by_their_arguments_are_not_made_twice(bench: Bench) -> None:
    definitions = (
        "class Kept:\n    made = {}\n    def __new__(cls, name):\n"
        "        return cls.made.setdefault(name, super().__new__(cls))\n"
        "class Free:\n    made = []\n    def __new__(cls, name): return super().__new__(cls)"
    )
    done = bench.hand_on("x = [Kept('a')]", "x", "x", definitions)
    assert done.code == 1
    assert "Kept makes objects of arguments, in its __new__, and has remembered this one" in done.error["message"]
    assert bench.hand_on("x = Free('a')", "x", "type(x) is Free", definitions).out == "True\n"
