"""What a metrics cell reports, evaluated as often as the notebook evaluates it."""

from __future__ import annotations

import json

import pytest
from tests.runtime.bench import Bench, Outcome

CELLS: dict[str, tuple[str, dict[str, float], str]] = {
    "printed": ("acc = 0.5\nprint(acc)", {"acc": 0.5}, "0.5\n"),
    "named": ("acc = 0.5\nacc", {"acc": 0.5}, "0.5\n"),
    "several with text": ("print('acc', 1, '2', 3 + 4, sep='|')", {"1": 1, "3 + 4": 7}, "acc|1|2|7\n"),
    "in a formatted string": (
        "acc, name = 0.512, 'test'\nprint(f'{name}: {acc:.1f} of {len(name)!r}')",
        {"acc": 0.512, "len(name)": 4},
        "test: 0.5 of 4\n",
    ),
    "attribute, subscript, call": (
        "class M: f1 = 0.5\nd = {'x': [1, 2]}\nprint(M.f1, d['x'][1], round(0.75, 1))",
        {"M.f1": 0.5, "d['x'][1]": 2, "round(0.75, 1)": 0.8},
        "0.5 2 0.8\n",
    ),
    "tuple written out": ("a, b = 1, 2\na, 'text', [b, 3]", {"a": 1, "b": 2, "3": 3}, "(1, 'text', [2, 3])\n"),
    "evaluated once": (
        "it = iter([1, 2, 3, 4])\nprint(next(it))\nnext(it)\nprint(next(it), next(it))",
        {"next(it)": 1, "next(it)_2": 2, "next(it)_3": 3, "next(it)_4": 4},
        "1\n3 4\n",
    ),
    "spread": ("xs = [1, 2]\nprint(*xs, sep=',')", {"xs.0": 1, "xs.1": 2}, "1,2\n"),
    "spread once": ("xs = iter([1, 2])\nprint(*xs)", {"xs.0": 1, "xs.1": 2}, "1 2\n"),
    "spread text and numbers": ("print('x', *(3,))", {"(3,).0": 3}, "x 3\n"),
    "dictionary": (
        "d = {'a': 1, 'b': {'c': 2.5, 0: True}}\nd\n{'a': 3, 'e': {'f': 4}}",
        {"d.a": 1, "d.b.c": 2.5, "d.b.0": 1, "a": 3, "e.f": 4},
        "",
    ),
    "series": (
        "import pandas as pd\nmeans = pd.Series({'fit': 0.5, 'score': 2})\nmeans; pd.Series([7])",
        {"means.fit": 0.5, "means.score": 2.0, "pd.Series([7])": 7},
        "",
    ),
    "the same twice": ("acc = 1\nprint(acc)\nacc", {"acc": 1}, "1\n1\n"),
    "exact numbers": (
        "from decimal import Decimal as D\nfrom fractions import Fraction as F\nD('0.5'), F(1, 4), 2**60",
        {"D('0.5')": 0.5, "F(1, 4)": 0.25, "2 ** 60": 2**60},
        "",
    ),
    "like a tensor": (
        "class T:\n    def item(self): return 0.5\n    def size(self): return ()\n    ndim = 0\nloss = T()\nloss;",
        {"loss": 0.5},
        "",
    ),
    "like a scalar of another library": ("class S:\n    def __float__(self): return 0.5\ns = S()\ns;", {"s": 0.5}, ""),
    "boolean": ("ok = True\nok", {"ok": 1}, "True\n"),
    "numpy": (
        "import numpy as np\nm = np.float32(0.5)\nprint(m, np.array([3]))",
        {"m": 0.5, "np.array([3])": 3},
        "0.5 [3]\n",
    ),
    "statement that gives nothing": ("xs = []\nxs.append(1)\nlen(xs)", {"len(xs)": 1}, "1\n"),
    "not at top level": ("for i in range(2):\n    print(i)", {}, "0\n1\n"),
    "awaited": ("async def f(): return 3\nprint(await f())", {"await f()": 3}, "3\n"),
    "keyword arguments": ("print(1, end='!\\n')", {"1": 1}, "1!\n"),
    "silent": ("acc = 2\nacc;", {"acc": 2}, ""),
}


def measure(bench: Bench, cell: str) -> Outcome:
    return bench.run([["metrics", 0]], cell)


@pytest.mark.parametrize(("cell", "metrics", "out"), CELLS.values(), ids=CELLS)
def test_metrics_of_a_cell(bench: Bench, cell: str, metrics: dict[str, float], out: str) -> None:
    done = measure(bench, cell)
    assert done.code == 0, done.err
    assert done.events[-1]["metrics"] == metrics
    assert done.outputs["metrics"]["artifacts"][0]["metadata"] == metrics
    assert json.loads(bench.artifact("metrics").read_text()) == metrics
    assert done.out == out or not out


BAD = {
    "x = 'text'\nx": "metric 'x' is of type str, not a number",
    "x = [1]\nprint(x)": "metric 'x' is of type list, not a number",
    "y = None\nprint(1)\nx = float('nan')\nprint(x)": "metric 'x' is nan, which the platform cannot hold",
    "{'a': float('inf')}": "metric 'a' is inf, which the platform cannot hold",
    "print(*'ab')": "metric \"'ab'.0\" is of type str, not a number",
    "1j": "metric '1j' is of type complex, not a number",
    "x = {'a': {'b': 'c'}}\nx": "metric 'x.a.b' is of type str, not a number",
    "2 ** 2000": "metric '2 ** 2000' is too large, which the platform cannot hold",
    "print('acc: %d' % 3)": "metric \"'acc: %d' % 3\" is of type str, not a number",
    "import numpy as np\nnp.zeros(2)": "metric 'np.zeros(2)' is of type ndarray and shape (2,), not a number",
    "from numpy import timedelta64 as t\nt(5, 'ns')": "metric \"t(5, 'ns')\" is of type timedelta64, not a number",
    "import numpy as np\nm = np.eye(2)\nprint(m)": (
        "metric 'm' is of type ndarray and shape (2, 2) (a confusion matrix is reported where its name, or that of"
        " what makes it, says 'confusion'), not a number"
    ),
}


@pytest.mark.parametrize(("cell", "message"), BAD.items())
def test_what_is_no_number_is_refused_with_its_line(bench: Bench, cell: str, message: str) -> None:
    done = measure(bench, cell)
    assert done.code == 1
    assert (done.error["phase"], done.error["message"]) == ("metrics", message)
    assert f'File "<train.ipynb cell 1>", line {len(cell.splitlines())}, in <module>' in done.err
    assert "runtime" not in done.err


def test_a_long_expression_is_cut(bench: Bench) -> None:
    text = " + ".join(["1"] * 100)
    done = measure(bench, f"print({text})\nprint({text} + 1)")
    assert [len(name) for name in done.events[-1]["metrics"]] == [200, 202]


def test_metrics_leave_the_namespace_alone(bench: Bench) -> None:
    done = bench.run([["metrics", 0], ["run", 1]], "x = 1\nx", "[n for n in globals() if not n.startswith('__')]")
    assert done.out == "1\n['x']\n"
