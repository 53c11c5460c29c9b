"""Imports move to the cell of imports where they give the same there, and stay where they may not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

import kale
from kale.checking import Checker
from kale.rules.examples import Example

Source = Callable[[str], object]
TAGS = ("imports", "step:a", "step:b")
FORMS: dict[str, Source] = {"text": str, "lines": lambda source: source.splitlines(keepends=True)}

TOOLS = [f"tool{number}" for number in range(30)]
MOVED: dict[str, tuple[list[str], list[str]]] = {
    "one": (
        ["import json", "import math\nprint(math.pi)", "print(math.e, json)"],
        ["import json\nimport math", "print(math.pi)", "print(math.e, json)"],
    ),
    "several lines, comments and blanks": (
        ["import json  # é\n", "x = 1\n\nfrom math import (  # both\n    pi,\n    e,\n)\nprint(x)", "print(pi, e)"],
        ["import json  # é\nfrom math import (  # both\n    pi,\n    e,\n)", "x = 1\n\nprint(x)", "print(pi, e)"],
    ),
    "the last line of its cell": (
        ["import json", "print(json)\nimport math", "print(math.e)"],
        ["import json\nimport math", "print(json)\n", "print(math.e)"],
    ),
    "as many as there are": (
        [
            "import json",
            "\n".join([*(f"import math as {tool}" for tool in TOOLS), "print(1)"]),
            f"print({', '.join(TOOLS)})",
        ],
        [
            "\n".join(["import json", *(f"import math as {tool}" for tool in TOOLS)]),
            "print(1)",
            f"print({', '.join(TOOLS)})",
        ],
    ),
}


def written(path: Path, cells: Iterable[str], form: Source = str, tags: Sequence[str] = TAGS) -> Path:
    text = "".join(f"# %% {tag}\n{source}\n" for tag, source in zip(tags, cells, strict=True))
    document = Example(text).notebook()
    found = document["cells"]
    assert isinstance(found, list)
    for cell in found:
        assert isinstance(cell, dict)
        cell["source"] = form(str(cell["source"]))  # type: ignore[assignment]  # JSON of one form or the other
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", MOVED)
def test_moved(name: str, form: str, tmp_path: Path) -> None:
    cells, expected = MOVED[name]
    path = written(tmp_path / "n.ipynb", cells, FORMS[form])
    before = kale.load_notebook(path)
    report = Checker(select=("K511",), fix=True).check(str(path))
    assert (report.diagnostics, sources(path)) == ((), expected)
    assert [edge.variables for edge in kale.load_notebook(path).edges] == [edge.variables for edge in before.edges]
    fixed = path.read_bytes()
    assert Checker(fix=True).check(str(path)).fixed == 0
    assert path.read_bytes() == fixed


LEFT: dict[str, tuple[str, str]] = {
    "nothing else is in its cell": ("import json", "import math"),
    "something else is on its line": ("import json", "import math; print(1)"),
    "its name means something else before": ("import json", "math = 1\nprint(math)\nimport math"),
    "the search path changes before it": ("import sys", "sys.path.append('x')\nimport math"),
    "the environment changes before it": ("import os", "os.environ['A'] = 'b'\nimport math\nprint(1)"),
    "something is installed before it": ("import json", "%pip install packaging\nimport math\nprint(1)"),
    "its module is written before it": ("import json", "open('math.py', 'w').write('e = 1')\nimport math\nprint(1)"),
    "the imports are those of a cell magic": ("%%capture out\nimport json", "import math\nprint(1)"),
}


def check_left(path: Path) -> None:
    before = path.read_bytes()
    report = Checker(select=("K511",), fix=True).check(str(path))
    assert [(found.code, found.fix) for found in report.diagnostics] == [("K511", None)]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", LEFT)
def test_left_where_it_is(name: str, tmp_path: Path) -> None:
    check_left(written(tmp_path / "n.ipynb", (*LEFT[name], "print(math.e)")))


def test_left_where_no_cell_of_imports_stands_above(tmp_path: Path) -> None:
    cells = ("import math\nprint(1)", "import json", "print(math.e)")
    check_left(written(tmp_path / "n.ipynb", cells, tags=("step:a", "imports", "step:b")))
