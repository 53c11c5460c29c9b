"""Sums and copies share elements, unless what they are made of is certain to be computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Analysed = Callable[[str], Any]

READ = "import pandas as pd\nd = pd.read_csv('a.csv')\n"
FRAME = "import pandas as pd\ndef load():\n    d = pd.read_csv('a.csv')\n    d = d.dropna()\n    return d\n"

SHARING = {
    "of lists that a function gives": ("v = u()", "v + u()"),
    "of a function that repeats": ("def f(a):\n    return a * 2\nv = u()", "f(v)"),
    "of a function's local variable": ("def f(a):\n    b = a\n    b = b + u()\n    return b\nv = u()", "f(v)"),
    "of records": ("import pandas as pd\nv = pd.read_csv('a.csv').to_dict('records')", "v + v"),
    "of records of a frame in a variable": (
        "import pandas as pd\nd = pd.read_csv('a.csv')\nv = d.to_dict('records')",
        "v + v",
    ),
    "copied in a function": ("def f(a):\n    return a.copy()\nv = u()", "f(v)"),
    "of what was pickled": ("import torch\nv = torch.load('a.pt')", "v.copy()"),
    "of one or another": ("def f(a):\n    if u():\n        return 1\n    return a\nv = f(u())", "v + v"),
    "of a method's result": ("m = u()\nv = m.rows()", "v + v"),
    "differences of sets of instances": ("class A: pass\nv = {A()}", "v - u()"),
}
COMPUTED = {
    "with a number": ("v = u()", "v + 1"),
    "with a number in a variable": ("n = 3\nv = u()", "v + n"),
    "of quotients": ("v = u() / 2", "v + v"),
    "of frames": ("import pandas as pd\nv = pd.read_csv('a.csv')", "v.copy()"),
    "of columns": (f"{READ}v = d['a']", "v + d['b']"),
    "of what methods of frames give": (f"{READ}v = d.dropna()", "v.copy()"),
    "of frames that a function gives": (f"{FRAME}v = load()", "v.copy()"),
    "of frames that functions hand on": (f"{FRAME}def more():\n    return load()\nv = more()", "v.copy()"),
    "of a function that computes": ("def f(n):\n    s = n / 2\n    return s + 1\nv = f(u())", "v * u()"),
    "of predictions": ("from sklearn.svm import SVC\nm = SVC()\nv = m.predict(u())", "v + u()"),
    "differences where there is no class": ("v = u()", "v - u()"),
}


@pytest.mark.parametrize(("makes", "expression"), SHARING.values(), ids=SHARING)
def test_elements_are_shared(makes: str, expression: str, outline: Analysed) -> None:
    assert _home_of_changed(makes, expression, outline) == "b>c"


@pytest.mark.parametrize(("makes", "expression"), COMPUTED.values(), ids=COMPUTED)
def test_what_is_computed_shares_nothing(makes: str, expression: str, outline: Analysed) -> None:
    assert _home_of_changed(makes, expression, outline) == "a>c"


def _home_of_changed(makes: str, expression: str, outline: Analysed) -> str:
    """Give the edge by which a step gets a variable after another has changed something in a sum or copy of it."""
    found = outline(
        f"# %% imports\nfrom lab import u\n# %% a\n{makes}\n# %% b\nw = {expression}\nw[0].clear()\n# %% c\nprint(v)"
    )
    edges: dict[str, list[str]] = found.edges
    return next(edge for edge, names in edges.items() if edge.endswith(">c") and "v" in names)


@pytest.mark.parametrize(
    "body",
    [
        "w = v.copy()\n    w['x'] = 1",
        "w = v + []\n    w.append(1)",
        "w = v.copy()\n    w.update(x=1)",
        "w = v.copy()\n    for k in v:\n        w[k] = 1",
    ],
)
def test_a_function_that_changes_a_copy_leaves_the_original(body: str, outline: Analysed) -> None:
    found = outline(
        f"# %% functions\ndef f(v):\n    {body}\n    return w\n# %% a\nv = u()\n# %% b\nw = f(v)\n# %% c\nprint(v)"
    )
    assert "a>c" in found.edges


def test_a_function_that_changes_elements_of_a_copy_changes_the_original(outline: Analysed) -> None:
    f = "def f(v):\n    w = v.copy()\n    w[0]['x'] = 1\n    return w"
    found = outline(f"# %% functions\n{f}\n# %% a\nv = u()\n# %% b\nw = f(v)\n# %% c\nprint(v)")
    assert "b>c" in found.edges
