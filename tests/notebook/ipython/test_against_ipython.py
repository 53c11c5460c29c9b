"""Cells bind in plain Python what they bind in IPython itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

IPYTHON = pytest.importorskip("IPython")

NOTEBOOKS: dict[str, list[str]] = {
    "captured lines": ["x = !echo a; echo b >&2", "y = len(x), x[0]"],
    "exit status": ["!exit 3"],
    "exit status of a signal": ["!kill -9 $$"],
    "dollar": ["d = 'zz'\nq = 'w'", "y = !echo {d} $d '$d' \"$d\" $$d $q.upper"],
    "unknown name beside a known one": ["d = 'zz'", "y = !echo {d} $UNKNOWN_NAME"],
    "braces of the shell": ["d = 'zz'", "y = !echo ${d} {d}", "z = !echo {1,2} {a..c}"],
    "doubled braces": ["d = 'zz'", "y = !echo {{d}} {d}x $d/y {d[0:1]} {d!r}", "z = !echo {{d}}"],
    "another language": ["y = !echo a b | awk '{print $2}'"],
    "empty braces": ["y = !find . -maxdepth 0 -exec echo {} \\;"],
    "numbers": ["y = !echo $1 {0} {len('abc')}"],
    "expressions": ["n = 3\nd = {'k': 'v'}", "y = !echo {n + 1} {n if n else 2} { n } {d['k']} {d[\"k\"]}"],
    "attributes": ["class A:\n    v = 'in'\na = A()\ntext = 1", "y = !echo $a.v {a.v}\ndel a, A"],
    "dot after a name": ["w = 'x'", "y = !echo $w. $w"],
    "arithmetic of the shell": ["y = !echo `echo 1` $((1+2)) $(echo 3)"],
    "quotes": ["y = !echo it\\'s \"a  b\" 'c  d'\nz = 1"],
    "local names": ["def f(p):\n    r = !echo {p}\n    return list(r)", "y = f('arg')\ndel f"],
    "environment": ["%env FOO_K=bar baz", "y = %env FOO_K", "z = !echo $FOO_K"],
    "environment from a value": ["v = 5\n%env FOO_K=$v", "y = %env FOO_K", "%env BAR_K {v}", "z = %env BAR_K"],
    "directory": ["import os; os.makedirs('a/b c')\n%cd a", "%cd 'b c'", "y = os.path.relpath('.', '../..')\ndel os"],
    "directory from a value": ["import os; os.mkdir('sub'); p = 'sub'", "%cd {p}", "y = os.listdir('..')\ndel os"],
    "script": ["%%bash\necho hi > out.txt\nexit 0", "with open('out.txt') as f:\n    y = f.read()\ndel f"],
    "script with output": ["%%bash --out o --err e\necho hi\necho err >&2"],
    "script with arguments": ["v = 'p q'", '%%bash --out o -s "$v" {v}\necho "$1|$2|$3"'],
    "failing script": ["%%sh\nexit 4"],
    "failing script that may": ["%%sh --no-raise-error --out o\necho a; exit 4"],
    "other programs": ["%%script sh --out o\necho script", "%%python --out p\nprint(1 + 1)"],
    "files": [
        "%%writefile a.txt\nline {x} 'q' \"dq\" \\n\n\nend",
        "%%writefile -a a.txt\nmore",
        "with open('a.txt') as f:\n    y = f.read()\ndel f",
    ],
    "file from a value": ["p = 'b.txt'", "%%writefile $p\nx", "y = !cat b.txt"],
    "captured prints": [
        "%%capture out\nimport sys\nprint('o'); print('e', file=sys.stderr)\nz = 3",
        "y = out.stdout, out.stderr, str(out)\ndel out, sys",
    ],
    "captured body": [
        "%%capture out\ns = '''a\n  b\n c'''\nif True:\n    q = [1,\n2]\nprint(s)",
        "y = out.stdout\ndel out",
    ],
    "captured without a name": ["%%capture\nprint(1)\nk = 5"],
    "timed": ["%time a = 5", "b = %time a + 1", "for i in range(2):\n    %time c = i", "%%time\nd = 1\ne = d"],
    "timed often": [
        "l = []",
        "%timeit -q -n 3 -r 2 l.append(1)\n%timeit -q -n1 -r1 l.append(2)",
        "%timeit -n1 -r1 x = 5",
    ],
    "profiled": ["%prun k = 1"],
    "modulo": ["x = 5 \\\n  % 3\ny = (x\n  % 2)\nz = 7; z %= 4"],
    "strings": ["s = f\"{'a' if True else 'b'} {{x}} {5!r:>{10}} {3:'>5}\"\n!true\nt = '''\n%time\n!ls\n'''"],
    "indented cell": ["    x = 1\n    if x:\n        y = 2"],
    "empty lines above a magic": ["\n\n%%time\nx = 1"],
    "nested cell magics": ["%%time\n%%capture o\nprint(1)", "y = o.stdout\ndel o"],
    "continued command": ["!echo x > \\\n  cont.txt\ny = !cat cont.txt"],
    "continued assignment": ["y = \\\n  !echo a"],
    "branches": ["if True:\n    !touch t1\n    y = 1\nelse:\n    %pwd\n    z = 1"],
    "help": ["x = [1]\nx?\ny = 2", "?x", "x??", "z = x?"],
    "help that looks like a command": ["!touch made?", "y = !ls"],
    "shown only": ["%matplotlib --list\nx = 1", "%lsmagic", "%%html\n<b>", "y = 2"],
    "aliases": ["%mkdir made", "y = !ls"],
    "assigned magics": ["y = %sx echo hi", "z = %system echo ho"],
    "unpacked": ["a, *b = !printf '1\\n2\\n3\\n'", "c = {}\nc['k'] = !echo v"],
}


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, Any]]:
    """What every notebook binds in IPython."""
    oracle = Path(__file__).with_name("in_ipython.py")
    finished = subprocess.run(
        [sys.executable, str(oracle)],
        input=json.dumps(list(NOTEBOOKS.values())),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "SHELL": "/bin/sh"},
    )
    return dict(zip(NOTEBOOKS, json.loads(finished.stdout), strict=True))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_translated_cells_bind_the_same(name: str, truth: dict[str, dict[str, Any]], run_cells: Any) -> None:
    if IPYTHON.version_info < (9,) and any("--out" in cell for cell in NOTEBOOKS[name]):
        pytest.skip("before version 9, IPython keeps the last piece of a script's output only")
    expected = truth[name]
    if expected["failed"]:
        with pytest.raises((subprocess.CalledProcessError, OSError)):
            run_cells(*NOTEBOOKS[name])
        return
    bound = run_cells(*NOTEBOOKS[name])
    assert {key: [type(value).__name__, str(value)] for key, value in bound.items()} == expected["bound"]
