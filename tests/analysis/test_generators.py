"""The random generators of the process under other names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Analysed = Callable[[str], Any]

_BEFORE = """# %% imports
import random
from functools import partial
from random import choice
import numpy as np
from numpy import random as npr
from sklearn.ensemble import RandomForestClassifier
# %% functions
class Model:
    def __init__(self, rng):
        self.rng = rng
    def draw(self):
        return self.rng.rand()
class Default:
    rng = random
    def draw(self):
        return self.rng.random()
def sample(rng=None):
    rng = rng or np.random
    return rng.rand()
def use(rng):
    return rng.rand()
def local():
    from random import random as r
    return r()
# %% a
random.seed(1)
np.random.seed(1)
"""


@pytest.mark.parametrize(
    ("made", "used", "state"),
    [
        pytest.param("r = random", "r.random()", "<random>", id="module in a variable"),
        pytest.param("r = np.random", "r.rand()", "<numpy.random>", id="attribute in a variable"),
        pytest.param("r = npr", "r.rand()", "<numpy.random>", id="imported module"),
        pytest.param("r = choice", "r([1])", "<random>", id="imported function"),
        pytest.param("r = np.random.rand", "r()", "<numpy.random>", id="function in a variable"),
        pytest.param("r = partial(random.randint, 1, 6)", "r()", "<random>", id="partial"),
        pytest.param("r = {'r': random.random}", "r['r']()", "<random>", id="container"),
        pytest.param("r = []\nr.append(random)", "r[0].random()", "<random>", id="appended"),
        pytest.param("m = Model(np.random)", "m.draw()", "<numpy.random>", id="object"),
        pytest.param("m = Model(rng=random)", "m.rng.random()", "<random>", id="attribute of an object"),
        pytest.param("m = Default()", "m.draw()", "<random>", id="attribute of a class"),
        pytest.param("def f(r=random):\n    return r.random()", "f()", "<random>", id="default"),
        pytest.param("x = 1", "sample()", "<numpy.random>", id="in a function"),
        pytest.param("x = 1", "use(np.random)", "<numpy.random>", id="argument"),
        pytest.param("x = 1", "local()", "<random>", id="imported in a function"),
        pytest.param("x = 1", "list(map(random.randint, [0], [9]))", "<random>", id="handed over"),
        pytest.param("x = 1", "getattr(random, 'random')()", "<random>", id="getattr"),
        pytest.param(
            "m = RandomForestClassifier(random_state=np.random)", "m.fit([[1]], [1])", "<numpy.random>", id="estimator"
        ),
    ],
)
def test_who_holds_a_generator_draws_from_the_process(outline: Analysed, made: str, used: str, state: str) -> None:
    found = outline(f"{_BEFORE}{made}\n# %% b\n{used}\n# %% c\nprint(random.random(), np.random.rand())")
    assert f"a.{state}" in found.loads("b")
    assert f"b.{state}" in found.loads("c")


@pytest.mark.parametrize(
    ("made", "used"),
    [
        pytest.param("x = random.random()", "print(use, abs(x))\ny = [x]\nlen(y)", id="number"),
        pytest.param("x = np.random.rand(3)", "sorted(x, key=abs)\nx.sum()", id="array"),
        pytest.param("r = np.random.default_rng(1)", "r.random()", id="own generator"),
        pytest.param("r = random.Random(1)", "m = Model(r)\nm.draw()", id="own generator held"),
        pytest.param("x = 1", "isinstance(x, np.random.Generator)", id="type of a generator"),
        pytest.param("x = 1", "def f(rng: np.random.Generator = None):\n    return rng", id="annotation"),
        pytest.param(
            "m = RandomForestClassifier(random_state=np.random)", "m.predict([[1]])", id="method of estimator"
        ),
    ],
)
def test_others_do_not(outline: Analysed, made: str, used: str) -> None:
    found = outline(f"{_BEFORE}{made}\n# %% b\n{used}\n# %% c\nprint(random.random(), np.random.rand())")
    assert {"a.<numpy.random>", "a.<random>"} <= set(found.loads("c"))
    assert not {"a.<numpy.random>", "a.<random>"} & set(found.loads("b"))
