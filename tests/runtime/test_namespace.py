"""One namespace, which is ``__main__``, as in a notebook."""

from __future__ import annotations

import pytest
from tests.runtime.bench import Bench

WAYS = {
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: 'list[A]'",
        "import typing\ntyping.get_type_hints(A), A([])",
        "({'x': list[__main__.A]}, A(x=[]))\n",
    ),
    "pickle": (
        "class A: pass\ndef f(): return 1",
        "import pickle\ntype(pickle.loads(pickle.dumps(A()))) is A, pickle.loads(pickle.dumps(f)) is f",
        "(True, True)\n",
    ),
    "source of a function": (
        "x = 1\n\ndef f(a):\n    # why\n    return a",
        "import inspect\nprint(inspect.getsource(f), inspect.getsourcelines(f)[1])",
        "def f(a):\n    # why\n    return a\n 3\n",
    ),
    "source of a method": (
        "class A:\n    def m(self):\n        return 1",
        "import inspect\nprint(inspect.getsource(A.m))",
        "    def m(self):\n        return 1\n\n",
    ),
    "main": ("if __name__ == '__main__':\n    print('main')", "'__file__' in globals()", "main\nFalse\n"),
    "arguments": (
        "import sys",
        "import argparse\nlen(sys.argv), argparse.ArgumentParser().parse_args()",
        "(1, Namespace())\n",
    ),
    "no IPython": (
        "try:\n    shell = get_ipython().__class__.__name__\nexcept NameError:\n    shell = None",
        "shell",
        "'NoneType'\n",
    ),
    "module of its own": (
        "import sys, types\nm = sys.modules['tools'] = types.ModuleType('tools')\nexec('def f(): return 1', vars(m))",
        "import tools\ntools.f()",
        "1\n",
    ),
}


@pytest.mark.parametrize(("first", "second", "out"), WAYS.values(), ids=WAYS)
def test_as_in_a_notebook(bench: Bench, first: str, second: str, out: str) -> None:
    done = bench.cells(first, second)
    assert (done.code, done.out) == (0, out), done.err


@pytest.mark.parametrize(
    "definition", ["def f(a):\n    return a", "class A:\n    def f(a):\n        return a\nf = A.f"]
)
def test_source_of_what_the_step_carries(bench: Bench, definition: str) -> None:
    done = bench.run([["define", 0], ["run", 1]], definition, "import inspect\nprint(inspect.getsource(f))")
    assert "def f(a):\n" in done.out


def test_a_class_has_no_source_as_in_a_notebook(bench: Bench) -> None:
    """Python looks for the file of the class's module, which ``__main__`` has not got in a kernel either."""
    done = bench.cells("class A: pass", "import inspect\ninspect.getsource(A)")
    assert done.error["type"] in ("OSError", "TypeError")


def test_input_says_that_nobody_answers(bench: Bench) -> None:
    done = bench.cells("name = input('name? ')")
    assert (done.code, done.error["type"]) == (1, "EOFError")
    assert done.error["message"] == "EOF when reading a line\nin a step, nobody answers input()"
    assert done.err.endswith("kale: in a step, nobody answers input()\n")


SHOWN = {
    "several": ("display(1, 'a')", "1\n'a'\n"),
    "options": ("display(1, metadata={}, include=None, exclude=None, transient=None, clear=False)", "1\n"),
    "handle": ("h = display(1, display_id=True)\nh.update(2)\nh.display(3)\nprint(h.display_id)", "1\n2\n3\nTrue\n"),
    "no handle": ("display(1) is None", "1\nTrue\n"),
    "bundle": ("display({'text/plain': 'words', 'text/html': '<b>'}, raw=True)", "words\n"),
    "semicolon": ("x = 5\nx;", ""),
    "semicolon and comment": ("x = 5\nx ;  # quiet", ""),
    "semicolon in a comment": ("x = 5\nx  # loud;", "5\n"),
    "semicolon in brackets": ("(\n5\n) ; ", ""),
    "semicolon before": ("1; 2", "2\n"),
    "umlauts before a semicolon": ("'äöü', 'ß';", ""),
    "None": ("None", ""),
    "statement": ("x = 5", ""),
}


@pytest.mark.parametrize(("source", "out"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown(bench: Bench, source: str, out: str) -> None:
    done = bench.cells(source)
    assert (done.code, done.out, done.err) == (0, out, "")


def test_a_value_that_cannot_be_shown_does_not_end_the_cell(bench: Bench) -> None:
    done = bench.cells("class A:\n    def __repr__(self): return 1 / 0\nA()", "print('on')")
    assert (done.code, done.out) == (0, "\non\n")
    assert 'File "<train.ipynb cell 1>", line 2, in __repr__' in done.err
    assert "runtime" not in done.err


def test_logging_and_warnings_say_where(bench: Bench) -> None:
    done = bench.cells(
        "import logging, warnings\nlogging.basicConfig(format='%(levelname)s %(filename)s:%(lineno)d %(message)s')",
        "def f():\n    logging.warning('logged')\n    warnings.warn('warned', stacklevel=2)\nf()",
    )
    assert done.err == ("WARNING <train.ipynb cell 2>:2 logged\n<train.ipynb cell 2>:4: UserWarning: warned\n  f()\n")


def test_output_of_any_kind_passes(bench: Bench) -> None:
    done = bench.cells(
        "import os, subprocess, sys\n_ = sys.stdout.buffer.write(b'\\xff\\n'); sys.stdout.flush()",
        "_ = subprocess.run(['echo', 'child'])\n_ = os.write(1, b'descriptor\\n')\nprint('x' * 1_000_000)",
    )
    assert done.code == 0
    assert done.out == "\\xff\nchild\ndescriptor\n" + "x" * 1_000_000 + "\n"
