"""The program as it travels, on every Python that a step's image may have."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from tests.runtime.bench import Bench

VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13")


@cache
def interpreter(version: str) -> str | None:
    """Give an interpreter of a version that starts, if there is one."""
    installed = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    for candidate in (*map(str, installed), shutil.which(f"python{version}")):
        if candidate and not subprocess.run([candidate, "-c", ""], capture_output=True, check=False).returncode:
            return candidate
    return None


MAKE = """
from dataclasses import dataclass, field
import enum, asyncio, decimal
from typing import NamedTuple

def make(k):
    @dataclass(order=True)
    class Point:
        x: int = k
        y: list = field(default_factory=list)
        def grow(self): return [super().__eq__(self), self.x + k]
    class Colour(enum.Enum):
        RED = 1
        def upper(self): return self.name
    class Pair(NamedTuple):
        a: int
        b: str = 'b'
        def both(self): return (self.a, self.b)
    n = 0
    def count():
        nonlocal n
        n += 1
        return n
    return Point, Colour, Pair, count, lambda: n

Point, Colour, Pair, count, seen = make(3)
p, c, q = Point(5), Colour.RED, Pair(1)
count()
decimal.getcontext().prec = 4
await asyncio.sleep(0)
functions = [lambda x, i=i: x * i for i in range(3)]
big = bytearray(range(256)) * 100
"""

USE = """
from dataclasses import fields, replace
await asyncio.sleep(0)
print(p.grow(), [f.name for f in fields(p)], replace(p, x=1) < p, Point().y, repr(p))
print(c is Colour.RED, c.upper(), q.both(), q == (1, 'b'), type(q) is Pair)
print(count(), seen(), [f(5) for f in functions], len(big), sum(big))
print(decimal.Decimal(1) / 3, n)
"""

EXPECTED = """[True, 8] ['x', 'y'] True [] make.<locals>.Point(x=5, y=[])
True RED (1, 'b') True True
2 2 [0, 5, 10] 25600 3264000
0.3333333333333333333333333333 4
"""


@pytest.mark.smoke
@pytest.mark.parametrize("version", VERSIONS)
def test_packed_program_runs(tmp_path: Path, version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    bench = Bench(tmp_path, packed=True, python=python)
    names = ["Point", "Colour", "Pair", "p", "c", "q", "count", "seen", "functions", "big"]
    first = bench.run([["run", 0], ["save", "a", names, []]], MAKE)
    assert first.code == 0, first.err
    plan = [["define", 0], ["parameter", "n", "int", "n"], ["load", "a", names], ["run", 1]]
    second = bench.run(plan, "import asyncio, decimal", USE, given={"n": 4.0})
    assert (second.code, second.out, second.err) == (0, EXPECTED, "")
    failed = bench.run([["metrics", 0]], "print(1)\n1 / 0")
    assert failed.code == 1
    assert 'File "<train.ipynb cell 1>", line 2, in <module>\n    1 / 0\n' in failed.err
    assert "kale.runtime" not in failed.err


REPORTED = """
class Rich:
    def _repr_html_(self): return '<b>rich</b>'
def f(x): return 1 / x
print('<printed>')
Rich()
"""


@pytest.mark.parametrize("version", VERSIONS)
def test_packed_report_and_charts(tmp_path: Path, version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    bench = Bench(tmp_path, packed=True, python=python)
    plan = [["report", "page", "step"], ["run", 0], ["metrics", 1, {"1": "cm"}], ["run", 2]]
    done = bench.run(plan, REPORTED, "print('acc', [[1, 2], [3, 4]], f'{0.5:.1f} {2 + 1}')", "f(0)")
    assert (done.code, done.error["type"]) == (1, "ZeroDivisionError"), done.err
    assert 'File "<train.ipynb cell 1>", line 4, in f\n    def f(x): return 1 / x\n' in done.err
    page = bench.artifact("page").read_text("utf-8")
    assert "<div class=html><b>rich</b></div>" in page
    assert "&lt;printed&gt;" in page
    assert "ZeroDivisionError: division by zero" in page
    assert json.loads(bench.artifact("cm").read_text())["confusionMatrix"]["rows"] == [{"row": [1, 2]}, {"row": [3, 4]}]
    assert json.loads(bench.artifact("metrics").read_text()) == {"0.5": 0.5, "2 + 1": 3}


def test_functions_cross_versions_or_are_refused(tmp_path: Path) -> None:
    older, newer = interpreter("3.11"), interpreter("3.12")
    if older is None or newer is None:
        pytest.skip("needs Python 3.11 and 3.12")
    plan = [["run", 0], ["save", "a", ["fs"], []]]
    code = "fs = [lambda x, i=i: x * i for i in map(lambda q: q + 1, range(3))]"
    for writer, reader in ((older, newer), (newer, older)):
        assert Bench(tmp_path, packed=True, python=writer).run(plan, code).code == 0
        done = Bench(tmp_path, packed=True, python=reader).run(
            [["load", "a", ["fs"]], ["run", 0]], "[f(10) for f in fs]"
        )
        assert "cannot make <lambda>()" in done.err or done.out == "[10, 20, 30]\n"
