"""What a failing cell says: its notebook, cell and line, whatever went wrong, and nothing of the runtime."""

from __future__ import annotations

import json
import sys

import pytest
from tests.runtime.bench import Bench

FAILURES: dict[str, tuple[list[str], str, list[str]]] = {
    "chained": (
        ["def f():\n    try:\n        {}['a']\n    except KeyError:\n        raise ValueError('b')", "f()"],
        "ValueError",
        [
            "File \"<train.ipynb cell 1>\", line 3, in f\n    {}['a']",
            "During handling of the above exception, another exception occurred:",
            'File "<train.ipynb cell 2>", line 1, in <module>\n    f()',
            "ValueError: b",
        ],
    ),
    "suppressed": (
        ["try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('v') from None"],
        "ValueError",
        ["ValueError: v"],
    ),
    "in a circle": (
        ["a, b = ValueError('a'), ValueError('b')\na.__cause__, b.__cause__ = b, a\nraise a"],
        "ValueError",
        ["ValueError: b", "ValueError: a"],
    ),
    "syntax at run time": (["exec('x = = 1')"], "SyntaxError", ["line 1, in <module>\n    exec(", "x = = 1"]),
    "indentation": (["x = 1\n  y = 2"], "IndentationError", ['File "<train.ipynb cell 1>", line 2', "y = 2"]),
    "recursion": (["def f(n):\n    return f(n + 1)", "f(0)"], "RecursionError", ["more times]"]),
    "local class": (
        ["def make():\n    class L:\n        def m(self):\n            return [][1]\n    return L()", "make().m()"],
        "IndexError",
        ['File "<train.ipynb cell 1>", line 4, in m\n            return [][1]'.replace("            ", "    ")],
    ),
    "awaited": (
        ["import asyncio\nasync def b():\n    1 / 0\nasync def a():\n    await b()", "await asyncio.gather(a(), a())"],
        "ZeroDivisionError",
        ['cell 2>", line 1, in <module>', 'cell 1>", line 5, in a\n    await b()', "line 3, in b\n    1 / 0"],
    ),
    "decorated": (
        [
            "import functools\ndef deco(f):\n    @functools.wraps(f)\n    def w(*a): return f(*a)\n    return w",
            "@deco\ndef g(x):\n    return x.nope",
            "g(1)",
        ],
        "AttributeError",
        ['cell 3>", line 1, in <module>', 'cell 1>", line 4, in w', 'cell 2>", line 3, in g\n    return x.nope'],
    ),
    "in a library": (
        ["import json", "json.loads('{')"],
        "JSONDecodeError",
        ['cell 2>", line 1, in <module>\n    json.loads', "decoder.py"],
    ),
    "a call over several lines": (
        ["x = 3\nvalue = max(\n    1,\n    x / 0,\n)"],
        "ZeroDivisionError",
        ["line 4, in <module>\n    x / 0,"],
    ),
    "lone surrogate": (["raise ValueError('\\udc80 ü')"], "ValueError", ["ValueError: \\udc80 ü"]),
    "warning as error": (
        ["import warnings\nwarnings.simplefilter('error')", "warnings.warn('w', stacklevel=1)"],
        "UserWarning",
        ['cell 2>", line 1, in <module>'],
    ),
}


@pytest.mark.parametrize(("cells", "kind", "parts"), FAILURES.values(), ids=FAILURES)
def test_a_failure(bench: Bench, cells: list[str], kind: str, parts: list[str]) -> None:
    done = bench.cells(*cells)
    assert (done.code, done.error["type"]) == (1, kind), done.err
    position = 0
    for part in parts:
        assert part in done.err[position:], f"{part!r} is not in\n{done.err}"
        position = done.err.index(part, position)
    assert "kale" not in done.err
    assert done.error["traceback"].encode(errors="backslashreplace").decode() == done.err


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.11 points at the place in the line")
def test_carets_point_at_the_place(bench: Bench) -> None:
    assert "    x = 1 + 1 / 0\n            ~~^~~\n" in bench.cells("x = 1 + 1 / 0").err


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.11 has groups of exceptions")
def test_a_group_of_exceptions(bench: Bench) -> None:
    done = bench.cells(
        "def g():\n    raise TypeError('t')",
        "import asyncio\nasync def h():\n    g()\nasync with asyncio.TaskGroup() as group:\n    group.create_task(h())",
    )
    assert done.error["type"] == "ExceptionGroup"
    assert '  |   File "<train.ipynb cell 2>", line 4, in <module>' in done.err
    assert '    |   File "<train.ipynb cell 1>", line 2, in g\n    |     raise TypeError' in done.err
    assert "runtime" not in done.err


@pytest.mark.parametrize("text", ["raise ValueError('no text')", "return 3"])
def test_an_exception_without_text(bench: Bench, text: str) -> None:
    done = bench.cells(f"class E(Exception):\n    def __str__(self): {text}\nraise E()")
    assert (done.code, done.error["type"]) == (1, "E")
    assert done.error["message"] == "<exception str() failed>"
    assert 'File "<train.ipynb cell 1>", line 3, in <module>' in done.err
    assert "runtime" not in done.err


def test_a_huge_message_is_cut(bench: Bench) -> None:
    done = bench.cells("raise ValueError('a' * 2_000_000 + 'end')")
    assert 40_000 < len(done.err) < 60_000
    assert "ValueError: aaa" in done.err
    assert "\n… left out …\n" in done.err
    assert done.err.endswith("aend\n")
    assert len(done.error["message"]) < 60_000


def places(**more: object) -> dict[str, str]:
    return {"KALE_PLACES": json.dumps({"notebook": "train.ipynb", "places": [[1, 1], [2, 1]], **more})}


def test_a_value_that_cannot_be_saved_names_who_makes_and_uses_it(bench: Bench) -> None:
    done = bench.run(
        [["run", 0], ["save", "a", ["x", "box"], []]],
        "x, box = 1, [iter([]), (i for i in [])]",
        environment=places(save={"x": [1, 1, 2, 1], "box": [1, 1, 4, 3]}),
    )
    assert done.code == 1
    assert (done.error["phase"], done.error["variable"]) == ("save", "box")
    assert done.error["made"] == ["train.ipynb", 1, 1]
    message = (
        "'box', of type builtins.list, cannot be handed on: cannot pickle 'generator' object;"
        " make it where it is used\n"
        "'box' is made in cell 1, line 1 and used in cell 4, line 3"
    )
    assert done.error["message"] == message
    assert done.err.endswith("kale: 'box' is made in cell 1, line 1 and used in cell 4, line 3\n")
    assert "pickle.py" not in done.err
    assert "dill" not in done.err


def test_an_error_of_the_notebook_while_saving_keeps_its_place(bench: Bench) -> None:
    done = bench.run(
        [["run", 0], ["save", "a", ["x"], ["A"]]],
        "class A:\n    def __reduce__(self):\n        return 1 / 0\nx = A()",
    )
    assert 'File "<train.ipynb cell 1>", line 3, in __reduce__\n    return 1 / 0\n' in done.err
    assert done.error["variable"] == "x"
    assert "is made in" not in done.err


def test_a_broken_artifact_names_what_was_to_be_loaded(bench: Bench) -> None:
    assert bench.run([["run", 0], ["save", "a", ["x"], []]], "x = [1]").code == 0
    bench.artifact("a").write_bytes(b"nonsense")
    done = bench.run([["load", "a", ["x"]]], environment=places(load={"x": [1, 1, 2, 1]}))
    assert (done.code, done.error["phase"], done.error["variable"]) == (1, "load", "x")
    assert str(bench.artifact("a")) in done.error["message"]
    assert done.error["message"].endswith("'x' is made in cell 1, line 1 and used in cell 2, line 1")
