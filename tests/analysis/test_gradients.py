"""``backward()`` changes what its object was computed from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Analysed = Callable[[str], Any]

_IMPORTS = """# %% imports
import copy
import torch
import torch.nn.functional as F
from torch import nn
# %% functions
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)
class Fit:
    def __init__(self):
        self.w = torch.ones(2, requires_grad=True)
    def loss(self, x):
        return (self.w * x).sum()
def weights(n):
    return torch.ones(n, requires_grad=True), torch.zeros(1, requires_grad=True)
def train(w, x):
    loss = (w * x).sum()
    loss.backward()
    return loss.item()
def descend(update, x):
    update(x).backward()
# %% a
x = torch.ones(2)
"""


@pytest.mark.parametrize(
    ("made", "used", "name"),
    [
        pytest.param("w = torch.ones(2, requires_grad=True)", "(w * 2).sum().backward()", "w", id="expression"),
        pytest.param("w = torch.ones(2, requires_grad=True)", "l = F.relu(w)\nl.backward()", "w", id="name"),
        pytest.param("w = torch.ones(2, requires_grad=True)", "l = w + 1\nm = l * x\nm.backward()", "w", id="chain"),
        pytest.param("w = torch.ones(2).requires_grad_()", "l = w * x\nl.backward()", "w", id="method"),
        pytest.param("w = torch.ones(2)\nw.requires_grad_()", "l = w * x\nl.backward()", "w", id="method later"),
        pytest.param("w = torch.ones(2)\nw.requires_grad = True", "l = w * x\nl.backward()", "w", id="attribute"),
        pytest.param(
            "w = torch.ones(2)\nps = [w]\nfor p in ps:\n    p.requires_grad = True",
            "l = w * x\nl.backward()",
            "w",
            id="attribute in a loop",
        ),
        pytest.param("w = nn.Parameter(x)", "torch.autograd.backward((w * 2).sum())", "w", id="function"),
        pytest.param("w = nn.Parameter(x)", "torch.autograd.backward([w.sum(), x])", "w", id="several losses"),
        pytest.param("w, b = weights(2)", "l = w * x + b\nl.backward()", "b", id="own function makes it"),
        pytest.param("net = Net()", "out = net(x)\nout.sum().backward()", "net", id="own module"),
        pytest.param("net = nn.Linear(2, 1)", "l = F.mse_loss(net(x), x)\nl.backward()", "net", id="module"),
        pytest.param("net = copy.deepcopy(nn.Linear(2, 1))", "l = net(x)\nl.backward()", "net", id="copied at once"),
        pytest.param("n = Net()\nnet = copy.deepcopy(n)", "l = net(x)\nl.backward()", "net", id="copied"),
        pytest.param("w = nn.Parameter(x)", "train(w, x)", "w", id="in a function"),
        pytest.param("w = nn.Parameter(x)", "fs = {'t': train}\nfs['t'](w, x)", "w", id="function out of a container"),
        pytest.param("w = nn.Parameter(x)", "descend(lambda v: w * v, x)", "w", id="function handed over"),
        pytest.param("w = nn.Parameter(x)\ndef f(v):\n    return w * v", "descend(f, x)", "w", id="read by a function"),
        pytest.param("fit = Fit()", "l = fit.loss(x)\nl.backward()", "fit", id="attribute of an object"),
        pytest.param(
            "ws = [torch.ones(1, requires_grad=True)]", "ls = [w * 2 for w in ws]\nsum(ls).backward()", "ws", id="lists"
        ),
        pytest.param(
            "ws = [torch.ones(1, requires_grad=True)]", "[(w * 2).backward() for w in ws]", "ws", id="in turn"
        ),
        pytest.param(
            "w = nn.Parameter(x)",
            "ls = []\nfor k in range(2):\n    ls.append(w * k)\nsum(ls).backward()",
            "w",
            id="appended",
        ),
        pytest.param("w = nn.Parameter(x)", "d = {}\nd['l'] = w.sum()\nd['l'].backward()", "w", id="item"),
        pytest.param("w = nn.Parameter(x)", "t = torch.zeros(2)\nt += w\nt.sum().backward()", "w", id="augmented"),
        pytest.param("net = torch.hub.load('a', 'b')", "l = net(x)\nl.backward()", "net", id="made by a library"),
    ],
)
def test_what_collects_gradients_is_changed(outline: Analysed, made: str, used: str, name: str) -> None:
    found = outline(f"{_IMPORTS}{made}\n# %% b\n{used}\n# %% c\nprint({name})")
    assert f"b.{name}" in found.loads("c"), found.codes


@pytest.mark.parametrize(
    "used",
    [
        pytest.param("g = torch.autograd.grad((w * 2).sum(), w)", id="gradients as a value"),
        pytest.param("l = v * 2\nl.backward()", id="something else"),
        pytest.param("k = w.sum().item()\nl = v * k\nl.backward()", id="number"),
        pytest.param("k = w.detach()\nl = v * k\nl.backward()", id="cut off"),
        pytest.param("train(v, x)", id="function"),
    ],
)
def test_nothing_else_is_changed(outline: Analysed, used: str) -> None:
    made = "w, v = torch.ones(2, requires_grad=True), torch.zeros(2, requires_grad=True)"
    found = outline(f"{_IMPORTS}{made}\n# %% b\n{used}\n# %% c\nprint(w, x)")
    assert found.loads("c") == ["a.w", "a.x"]


def test_branches_that_train_on_the_same_data_stay_parallel(outline: Analysed) -> None:
    made = "w, v = torch.ones(2, requires_grad=True), torch.zeros(2, requires_grad=True)"
    branches = "# %% b\nl = (w * x).sum()\nl.backward()\n# %% c\nm = (v * x).sum()\nm.backward()"
    found = outline(f"{_IMPORTS}{made}\n{branches}\n# %% d\nprint(w, v, x)")
    assert found.edges == {"a>b": ["w", "x"], "a>c": ["v", "x"], "a>d": ["x"], "b>d": ["w"], "c>d": ["v"]}


def test_model_and_optimiser_stay_tied(outline: Analysed) -> None:
    notebook = (
        "net = Net()\n# %% b\nopt = torch.optim.SGD(net.parameters(), 0.1)\n"
        "# %% c\nl = net(x).sum()\nl.backward()\n# %% d\nopt.step()\n# %% e\nprint(net)"
    )
    found = outline(_IMPORTS + notebook)
    assert {"c.net", "c.opt"} <= set(found.loads("d"))
    assert found.loads("e") == ["d.net"]


@pytest.mark.parametrize(
    ("computed", "used", "codes"),
    [
        pytest.param("l = (w * x).sum()", "l.backward()", ["K106"], id="computed in another step"),
        pytest.param("l = train(w, x)", "torch.autograd.backward(l)", ["K106"], id="handed to a function"),
        pytest.param("l = (w * x).sum()", "(l + (w * 2).sum()).backward()", [], id="left to the run"),
        pytest.param("with torch.no_grad():\n    t = w * x", "((w - t) ** 2).sum().backward()", [], id="target"),
        pytest.param("v = torch.ones(2, requires_grad=True)", "v.backward()", [], id="made in another step"),
    ],
)
def test_gradients_do_not_flow_into_another_step(outline: Analysed, computed: str, used: str, codes: list[str]) -> None:
    made = "w = torch.ones(2, requires_grad=True)"
    found = outline(f"{_IMPORTS}{made}\n# %% b\n{computed}\n# %% c\n{used}")
    assert found.codes == codes
    if codes:
        problem = found.analysis.diagnostics[0]
        assert "'l'" in problem.message
        assert (problem.span.cell, problem.related[0].span.cell) == (5, 4)


def test_own_engines_of_gradients_are_followed_as_they_are(outline: Analysed) -> None:
    engine = (
        "# %% imports\nimport torch\n# %% functions\nclass V:\n    def __init__(self, prev=()):\n"
        "        self.prev = prev\n        self.grad = 0\n"
        "    def __mul__(self, other):\n        return V((self, other))\n"
        "    def backward(self):\n        for one in self.prev:\n            one.grad += 1\n"
    )
    found = outline(f"{engine}# %% a\np = V()\n# %% b\nq = p * p\nq.backward()\n# %% c\nprint(p.grad)")
    assert "b.p" in found.loads("c")
