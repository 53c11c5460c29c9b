from __future__ import annotations

import sys
import textwrap

import pytest

from kale.analysis import SymbolTable, symbol_table
from kale.analysis.events import Mutate, Unbind
from kale.diagnostics import Diagnostic
from kale.pipeline import Cell, Role


def table(source: str) -> SymbolTable:
    found = symbol_table(Cell(number=1, source=textwrap.dedent(source).strip("\n"), role=Role.STEP, step="s"))
    assert isinstance(found, SymbolTable)
    return found


BINDINGS = [
    ("x = 1", "x"),
    ("x = y = 1", "x y"),
    ("x, (y, *z) = 1, (2, 3)", "x y z"),
    ("[a, b] = c", "a b"),
    ("x: int = 1", "x"),
    ("x: int", ""),
    ("x += 1", "x"),
    ("print(n := 1)", "n"),
    ("[last for v in d if (last := v)]", "last"),
    ("for i, (j, k) in d: pass", "i j k"),
    ("with open('f') as f, c as (g, h): pass", "f g h"),
    ("try:\n    pass\nexcept E as err:\n    y = 1", "err y"),
    ("import a.b", "a"),
    ("import a.b as c", "c"),
    ("from a import b, c as d", "b d"),
    ("def f(p, q=1): r = 1", "f"),
    ("async def f(): pass", "f"),
    ("class C(B):\n    attr = 1\n    def m(self): pass", "C"),
    (
        "match v:\n    case {'k': k, **rest}: pass\n    case [a, *b] | C(x=a, y=b): pass\n    case _ as w: pass",
        "rest k a b a b w",
    ),
    ("x[0] = 1; x.y = 2", ""),
    ("lambda p: p", ""),
    ("{k: v for k, v in d.items()}", ""),
    ("if c:\n    x = 1\nelse:\n    y = 1", "x y"),
    ("while c:\n    x = 1", "x"),
    ("_ = __ = _private = 1", "_ __ _private"),
    ("größe = 1", "größe"),
    ("list = 1", "list"),
    ("exec('x = 1')", "x"),
    ("globals()['x'] = 1", "x"),
]


@pytest.mark.parametrize(("source", "names"), BINDINGS)
def test_bindings(source: str, names: str) -> None:
    assert [bind.name for bind in table(source).bindings] == names.split()


READS = [
    ("x", "x"),
    ("x.y.z", "x"),
    ("x[i]", "x i"),
    ("x[i:j, k]", "x i j k"),
    ("f(a, *b, k=c, **d)", "f a b c d"),
    ("x[i] = y", "y x i"),
    ("del x[i]", "x i"),
    ("x += y", "y x"),
    ("f'{a!r:>{w}} {b=}'", "a w b"),
    ("[v * k for v in d if v > t]", "d t k"),
    ("(lambda p, q=d: p + free)(arg)", "arg d free"),
    ("a if b else c", "b a c"),
    ("assert a, b", "a b"),
    ("raise E(x) from y", "E x y"),
    ("for v in a: b", "a b"),
    ("class C(B, metaclass=M):\n    a = x\n    b = a", "B M x"),
    ("@deco(arg)\ndef f(p: Ann = default) -> Ret: pass", "deco arg default Ann Ret"),
    ("df.query('a > @t and b < @u')", "df t u"),
    ("df.eval(f'a * @scale')", "df scale"),
    ("eval('p + q')", "p q"),
    ("exec('n = m')", "m"),
    ("globals()['g']", "g"),
    ("'g' in globals()", "g"),
    ("await thing", "thing"),
    ("x = yield_ = other", "other"),
    ("match v:\n    case Point(x=0) if cond: pass\n    case mod.CONST: pass", "v Point cond mod"),
]


@pytest.mark.parametrize(("source", "names"), READS)
def test_references(source: str, names: str) -> None:
    assert [read.name for read in table(source).references] == names.split()


DEFERRED = [
    ("def f(p):\n    q = p + free\n    return q", "free"),
    ("def f():\n    def g():\n        return inner\n    return g", "inner"),
    ("def f():\n    local = 1\n    return [local for v in outer]", "outer"),
    ("def f(xs):\n    return [x for x in xs]", ""),
    ("class C:\n    k = 1\n    def m(self):\n        return k + self.k", "k"),
    ("def f():\n    global g\n    g += 1", "g"),
    ("def f(n):\n    return 1 if n == 0 else f(n - 1)", "f"),
    ("def f():\n    try:\n        return a\n    except E as err:\n        return err", "a E"),
    ("def f():\n    import os\n    return os.getcwd()", ""),
    ("def f():\n    class Local(Base):\n        x = value\n    return Local", "Base value"),
]


@pytest.mark.parametrize(("source", "names"), DEFERRED)
def test_free_variables(source: str, names: str) -> None:
    found = [read.name for read in table(source).references if read.deferred]
    assert list(dict.fromkeys(found)) == names.split()


def test_a_future_import_leaves_annotations_alone() -> None:
    source = "from __future__ import annotations\ndef f(p: Unknown) -> Missing: pass"
    assert [read.name for read in table(source).references] == []


def test_deletions_are_events_of_their_own() -> None:
    events = [event for statement in table("del x, (y, z)").statements for event in statement.events]
    assert [event.name for event in events if isinstance(event, Unbind)] == ["x", "y", "z"]


def test_places_count_from_one() -> None:
    (bind,) = table("\nvalue = 1\n").bindings
    assert tuple(bind.place) == (1, 1, 1, 6)


@pytest.mark.parametrize(
    "source",
    ["x[0] = 1", "x.y.z = 1", "del x[0]", "x.y += 1", "x += [1]", "for x[0] in d: pass", "with c as x.y: pass"],
)
def test_changes_in_place(source: str) -> None:
    events = [event for statement in table(source).statements for event in statement.events]
    roots = [root for event in events if isinstance(event, Mutate) and not event.if_iterator for root in event.roots]
    assert "x" in roots


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("x = (", "K101", 1),
        ("x = 1\n  y = 2", "K101", 2),
        ("return 1\nx = (", "K101", 2),
        ("x = 1\nreturn x", "K101", 2),
        ("f() = 1", "K101", 1),
        ("break", "K101", 1),
        ("'" + "\x00" + "'", "K101", 1),
        ("-" * 100_000 + "1", "K103", 1),
    ],
)
def test_a_cell_that_cannot_be_read(source: str, code: str, line: int) -> None:
    found = symbol_table(Cell(number=4, source=source, role=Role.STEP, step="s"))
    assert isinstance(found, Diagnostic)
    assert found.span is not None
    assert (found.code, found.span.cell, found.span.line) == (code, 4, line)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax")
def test_syntax_of_a_newer_python_is_told_apart() -> None:
    found = symbol_table(Cell(number=1, source="type Vector = list[float]", role=Role.STEP, step="s"))
    assert isinstance(found, Diagnostic)
    assert found.code == "K102"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="this Python does not know the syntax")
@pytest.mark.parametrize(
    ("source", "bindings", "reads"),
    [
        ("type Vector[T] = list[T, U]", ["Vector"], ["list", "U"]),
        ("def f[T: Bound](x: T) -> T: return x", ["f"], []),
        ("class Box[T](Base): pass", ["Box"], ["Base"]),
    ],
)
def test_type_parameters(source: str, bindings: list[str], reads: list[str]) -> None:
    found = table(source)
    assert [bind.name for bind in found.bindings] == bindings
    assert [read.name for read in found.references if read.name != "Bound"] == reads
