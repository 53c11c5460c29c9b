"""What a step's process does: cells, tracebacks, exit codes, the event loop, warnings, child processes."""

from __future__ import annotations

import os
import sys

import pytest
from tests.runtime.bench import Bench


def test_cells_show_what_a_notebook_shows(bench: Bench) -> None:
    done = bench.cells("x = 1\nx", "None", "'a'", "x;", "print('p')\n[x,\n 2]", "", "# nothing", "display(3, 'b')")
    assert (done.code, done.out) == (0, "1\n'a'\np\n[1, 2]\n3\n'b'\n"), done.err


def test_definitions_show_nothing(bench: Bench) -> None:
    assert bench.run([["define", 0]], "1").out == ""


def test_namespace_is_main(bench: Bench) -> None:
    done = bench.cells(
        "import __main__, sys\nclass A: pass\n"
        "__name__, A.__module__, __main__.A is A, sys.modules['__main__'] is __main__, "
        "get_ipython(), 'json' in globals()"
    )
    assert done.out == "('__main__', '__main__', True, True, None, False)\n"


def test_traceback_names_cell_and_line_and_no_more(bench: Bench) -> None:
    done = bench.cells("def f(x):\n    return 1 / x", "y = 1\nf(0)")
    frames = [line for line in done.err.splitlines() if line.lstrip().startswith("File ")]
    assert frames == [
        '  File "<train.ipynb cell 2>", line 2, in <module>',
        '  File "<train.ipynb cell 1>", line 2, in f',
    ]
    assert "    return 1 / x\n" in done.err
    assert done.code == 1
    assert (done.error["phase"], done.error["type"], done.error["message"]) == (
        "run",
        "ZeroDivisionError",
        "division by zero",
    )
    assert done.error["traceback"] == done.err


def test_chained_errors_are_both_shown(bench: Bench) -> None:
    done = bench.cells("try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('b') from e")
    assert "KeyError: 'a'\n\nThe above exception was the direct cause" in done.err
    assert done.err.endswith("ValueError: b\n")
    assert done.err.count("File ") == 2


def test_traceback_from_the_event_loop_is_as_short(bench: Bench) -> None:
    done = bench.cells("import asyncio", "async def f():\n    raise OSError('x')", "await f()")
    files = [line.strip() for line in done.err.splitlines() if "File " in line]
    assert files == [
        'File "<train.ipynb cell 3>", line 1, in <module>',
        'File "<train.ipynb cell 2>", line 2, in f',
    ]


def test_syntax_error_has_its_place(bench: Bench) -> None:
    done = bench.cells("x = 1", "x = 1\nx = = 2")
    assert 'File "<train.ipynb cell 2>", line 2\n    x = = 2\n' in done.err
    assert done.error["type"] == "SyntaxError"


def test_stop_iteration_comes_out_as_it_is(bench: Bench) -> None:
    assert bench.cells("import asyncio", "next(iter([]))").error["type"] == "StopIteration"
    assert bench.cells("next(iter([]))").error["type"] == "StopIteration"


def test_without_places_the_step_is_named(bench: Bench) -> None:
    for places in ("", "{}", "[", '{"notebook": "n", "places": []}'):
        done = bench.cells("1 / 0", environment={"KALE_PLACES": places})
        assert 'File "<train source 0>", line 1' in done.err


EXITS = {
    "import sys; sys.exit(0)": 1,
    "import sys; sys.exit()": 1,
    "import sys; sys.exit(3)": 3,
    "import sys; sys.exit('words')": 1,
    "exit(4)": 4,
    "raise SystemExit(True)": 1,
    "raise KeyboardInterrupt": 130,
    "import asyncio, sys\nsys.exit(5)": 5,
    "import sys\nasync def f(): sys.exit(6)\nawait f()": 6,
    "1 / 0": 1,
    "raise BaseException": 1,
    "import os; os._exit(7)": 7,
}


@pytest.mark.parametrize(("code", "expected"), EXITS.items())
def test_exit_code(bench: Bench, code: str, expected: int) -> None:
    done = bench.run([["run", 0], ["save", "a", [], []]], code)
    assert done.code == expected
    assert not bench.artifact("a").exists()
    assert "_exit" in code or done.events[-1]["event"] == "fail"


def test_exit_says_what_it_means(bench: Bench) -> None:
    assert "exit code 0, so its outputs were not saved" in bench.cells("import sys; sys.exit(0)").err


LOOPS = {
    "await": (["import asyncio", "await asyncio.sleep(0, 3)"], "3\n"),
    "await without import": (["async def f(): return 4", "await f()"], "4\n"),
    "async for and with": (
        [
            "class C:\n  async def __aenter__(self): return 5\n  async def __aexit__(self, *a): pass",
            "async def g():\n  yield 1\n  yield 2",
            "async with C() as c: print(c)\nasync for i in g(): print(i)\n[i async for i in g()]",
        ],
        "5\n1\n2\n[1, 2]\n",
    ),
    "a task goes on in the next cell": (
        [
            "import asyncio\nseen = []\nasync def f(): seen.append(1)",
            "t = asyncio.create_task(f())",
            "seen",
            "await t; t.done()",
        ],
        "[1]\nTrue\n",
    ),
    "a queue over cells": (
        ["import asyncio", "q = asyncio.Queue(); q.put_nowait(1)", "await q.get()"],
        "1\n",
    ),
    "a loop runs as soon as asyncio is imported": (
        ["import asyncio\nasyncio.get_running_loop().is_running()"],
        "True\n",
    ),
    "asyncio.run fails as in a notebook": (
        [
            "import asyncio",
            "async def f(): pass\nc = f()",
            "try:\n    asyncio.run(c)\nexcept RuntimeError as e:\n    print(e)\nc.close()",
        ],
        "asyncio.run() cannot be called from a running event loop\n",
    ),
    "decimal context": (
        ["import asyncio, decimal", "decimal.getcontext().prec = 5", "print(decimal.Decimal(1) / 3)"],
        "0.33333\n",
    ),
    "context set before there is a loop": (
        ["import decimal", "decimal.getcontext().prec = 5", "import asyncio", "print(decimal.Decimal(1) / 3)"],
        "0.33333\n",
    ),
    "context set by awaited code": (
        [
            "import contextvars\nv = contextvars.ContextVar('v')\nasync def f(): t.append(v.set(3))\nt = []",
            "await f()",
            "v.get()",
        ],
        "3\n",
    ),
    "context taken back in a later cell": (
        [
            "import asyncio, contextvars\nv = contextvars.ContextVar('v')",
            "t = v.set(3)",
            "v.reset(t); v.get(None) is None",
        ],
        "True\n",
    ),
    "numpy's error state": (
        ["import asyncio, numpy as np", "old = np.seterr(divide='ignore')", "np.geterr()['divide']"],
        "'ignore'\n",
    ),
    "nested loops": (
        [
            "import nest_asyncio2; nest_asyncio2.apply()",
            "import asyncio\nasync def f(): return 8",
            "asyncio.run(f())",
            "await f()",
        ],
        "8\n8\n",
    ),
}


@pytest.mark.parametrize(("cells", "expected"), LOOPS.values(), ids=LOOPS)
def test_event_loop_and_context(bench: Bench, cells: list[str], expected: str) -> None:
    if "nest_asyncio2" in cells[0]:
        pytest.importorskip("nest_asyncio2")
    done = bench.cells(*cells)
    assert (done.code, done.out, done.err) == (0, expected, "")


def test_future_statements_last_over_sources(bench: Bench) -> None:
    code = "def f(x: nothing): pass\nf.__annotations__"
    assert bench.cells("from __future__ import annotations", code).out == "{'x': 'nothing'}\n"
    assert bench.cells(code).error["type"] == "NameError"


def test_warnings_name_their_cell(bench: Bench) -> None:
    done = bench.cells("import warnings", "x = 1\nwarnings.warn('careful')")
    assert done.err == "<train.ipynb cell 2>:2: UserWarning: careful\n  warnings.warn('careful')\n"


def test_sources_can_be_inspected(bench: Bench) -> None:
    done = bench.cells("x = 1\ndef f():\n    return 2", "import inspect\nprint(inspect.getsource(f))")
    assert done.out == "def f():\n    return 2\n\n"


def test_step_may_begin_in_the_middle_of_a_cell(bench: Bench) -> None:
    places = '{"notebook": "n.ipynb", "places": [[4, 5], [4, 1]]}'
    done = bench.cells("def f():\n    1 / 0", "f()", environment={"KALE_PLACES": places})
    assert '"<n.ipynb cell 4>", line 6, in f\n    1 / 0\n' in done.err
    assert '"<n.ipynb cell 4>", line 1, in <module>\n    f()\n' in done.err


def test_output_is_any_text(bench: Bench) -> None:
    done = bench.cells("print('ü \\udc80')", environment={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.out == "ü \\udc80\n"


def test_source_in_several_arguments_and_escaped(packed_bench: Bench) -> None:
    done = packed_bench.run(
        [["run", 0], ["run", 1]], "x = '{~{", "}}'\n", "x, '$~(a) python~3'", more={"sources": [2, 1], "escape": "~"}
    )
    assert (done.code, done.out) == (0, "('{{}}', '$(a) python3')\n"), done.err


def test_events_tell_what_happened(bench: Bench) -> None:
    done = bench.run([["run", 0], ["save", "a", ["x", "y"], []]], "x = [1]")
    assert [event["event"] for event in done.events] == ["start", "end"]
    size = bench.artifact("a").stat().st_size
    assert done.events[1]["saved"] == {"a": {"variables": {"x": "builtins.list"}, "bytes": size}}
    assert done.outputs["a"]["artifacts"][0]["metadata"]["kale_bytes"] == size


@pytest.mark.skipif(sys.platform != "linux", reason="counts on a fast start")
def test_step_needs_no_library(packed_bench: Bench) -> None:
    done = packed_bench.cells(
        "import sys\nsorted({'numpy', 'dill', 'asyncio', 'kale', 'multiprocessing'} & set(sys.modules))"
    )
    assert done.out == "[]\n"
    assert os.environ.get("KALE_EVENTS") is None


def test_sources_are_utf8_whatever_the_locale(packed_bench: Bench) -> None:
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = packed_bench.run([["run", 0]], "x = 'é ü 😀'\nprint(x, len(x))", environment=locale)
    assert (done.code, done.out) == (0, "é ü 😀 5\n"), done.err
