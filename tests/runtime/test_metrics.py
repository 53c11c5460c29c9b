"""What a metrics cell reports, evaluated as often as the notebook evaluates it."""

from __future__ import annotations

import json

import pytest
from tests.runtime.bench import Bench, Outcome

CELLS: dict[str, tuple[str, dict[str, float], str]] = {
    "printed": ("acc = 0.5\nprint(acc)", {"acc": 0.5}, "0.5\n"),
    "named": ("acc = 0.5\nacc", {"acc": 0.5}, "0.5\n"),
    "several with text": ("print('acc', 1, f'{2}', 3 + 4, sep='|')", {"1": 1, "3 + 4": 7}, "acc|1|2|7\n"),
    "evaluated once": (
        "it = iter([1, 2, 3, 4])\nprint(next(it))\nnext(it)\nprint(next(it), next(it))",
        {"next(it)": 4},
        "1\n3 4\n",
    ),
    "spread": ("xs = [1, 2]\nprint(*xs, sep=',')", {"xs.0": 1, "xs.1": 2}, "1,2\n"),
    "spread once": ("xs = iter([1, 2])\nprint(*xs)", {"xs.0": 1, "xs.1": 2}, "1 2\n"),
    "spread text and numbers": ("print('x', *(3,))", {"(3,).0": 3}, "x 3\n"),
    "dictionary": (
        "{'a': 1, 'b': {'c': 2.5}}",
        {"{'a': 1, 'b': {'c': 2.5}}.a": 1, "{'a': 1, 'b': {'c': 2.5}}.b.c": 2.5},
        "",
    ),
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
    "print([1])": "metric '[1]' is of type list, not a number",
    "y = None\nprint(1)\nx = float('nan')\nprint(x)": "metric 'x' is nan, which the platform cannot hold",
    "{'a': float('inf')}": "metric \"{'a': float('inf')}.a\" is inf, which the platform cannot hold",
    "print(*'ab')": "metric \"'ab'.0\" is of type str, not a number",
    "1j": "metric '1j' is of type complex, not a number",
}


@pytest.mark.parametrize(("cell", "message"), BAD.items())
def test_what_is_no_number_is_refused_with_its_line(bench: Bench, cell: str, message: str) -> None:
    done = measure(bench, cell)
    assert done.code == 1
    assert (done.error["phase"], done.error["message"]) == ("metrics", message)
    assert f'File "<train.ipynb cell 1>", line {len(cell.splitlines())}, in <module>' in done.err
    assert "runtime" not in done.err


def test_metrics_leave_the_namespace_alone(bench: Bench) -> None:
    done = bench.run([["metrics", 0], ["run", 1]], "x = 1\nx", "[n for n in globals() if not n.startswith('__')]")
    assert done.out == "1\n['x']\n"
