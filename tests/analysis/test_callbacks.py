"""Methods that are handed over may be called, and then change their objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Analysed = Callable[[str], Any]


@pytest.mark.parametrize(
    ("made", "used"),
    [
        pytest.param("f = x.append", "list(map(f, [1]))", id="map"),
        pytest.param("f = x.append", "g = f\nsorted([1], key=g)", id="another name"),
        pytest.param("f = x.append", "df.apply(f)", id="method of a library's object"),
        pytest.param("f = x.append", "re.sub('a', f, 'a')", id="function of a library"),
        pytest.param("f = partial(x.insert, 0)", "list(map(f, [1]))", id="partial"),
        pytest.param("f = x.insert\ng = partial(f, 0)", "list(map(g, [1]))", id="partial of a name"),
        pytest.param("f = [x.append]", "for g in f:\n    list(map(g, [1]))", id="list"),
        pytest.param("f = {}\nf['k'] = x.append", "list(map(f['k'], [1]))", id="item set later"),
        pytest.param("f = []\nf.append(x.append)", "list(map(f[0], [1]))", id="appended"),
        pytest.param("c = Counter(x)\nf = c.hit", "list(map(f, [1]))", id="own method"),
        pytest.param("c = Runner(x.append)", "c.run([1])", id="called by an own method"),
        pytest.param("f = adder(x)", "list(map(f, [1]))", id="made by a function"),
        pytest.param("def f(v, put=x.append):\n    put(v)", "f(1)", id="default"),
        pytest.param("f = methodcaller('append', 1)", "list(map(f, [x]))", id="method caller"),
        pytest.param("y = [x]", "list(map(list.pop, y))", id="method of a type"),
    ],
)
def test_an_object_counts_as_changed(outline: Analysed, made: str, used: str) -> None:
    found = outline(f"{_BEFORE}{made}\n# %% b\n{used}\n# %% c\nprint(x)")
    assert found.loads("c") == ["b.x"]


@pytest.mark.parametrize(
    ("made", "used"),
    [
        pytest.param("f = x.append", "g = [f]\nh = partial(f, 1)\nn = len(g)", id="only kept"),
        pytest.param("f = x.append", "print(f, callable(f))", id="only shown"),
        pytest.param("f = x.count", "list(map(f, [1]))", id="reading method"),
        pytest.param("f = df.close", "plt.plot(f)\nplt.plot(df.close)", id="column named as a method"),
        pytest.param("f = {}\nf['k'] = df.income", "best = max(f.values())", id="largest of what is held"),
        pytest.param("f = np.append", "list(map(f, [x], [1]))", id="function of a module"),
        pytest.param("c = Counter(x)\nf = c.get", "list(map(f, [1]))", id="own reading method"),
    ],
)
def test_an_object_does_not_count_as_changed(outline: Analysed, made: str, used: str) -> None:
    found = outline(f"{_BEFORE}{made}\n# %% b\n{used}\n# %% c\nprint(x, df)")
    assert found.loads("c") == ["a.df", "a.x"]


_BEFORE = """# %% imports
import re
from functools import partial
from operator import methodcaller
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
# %% functions
class Counter:
    def __init__(self, rows):
        self.rows = rows
    def hit(self, row):
        self.rows.append(row)
    def get(self, at):
        return self.rows[at]
class Runner:
    def __init__(self, action):
        self.action = action
    def run(self, values):
        return list(map(self.action, values))
def adder(rows):
    return rows.append
# %% a
x = [1]
df = pd.DataFrame()
"""
