"""Processes and threads that cells start, and how the step's own process ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest
from tests.runtime.bench import Bench

DEFINE = "k = 10\ndef f(x): return x * k"

STARTED = {
    "fork": "import multiprocessing as m\nwith m.get_context('fork').Pool(2) as p: r = p.map(f, [1, 2])",
    "executor": (
        "import multiprocessing as m\nfrom concurrent.futures import ProcessPoolExecutor as P\n"
        "with P(2, mp_context=m.get_context('fork')) as p: r = list(p.map(f, [1, 2]))"
    ),
    "joblib": "import joblib\nr = joblib.Parallel(2)(joblib.delayed(f)(x) for x in (1, 2))",
    "threads": "from concurrent.futures import ThreadPoolExecutor as T\nwith T() as t: r = list(t.map(f, [1, 2]))",
    "event loop": "import asyncio\nr = await asyncio.gather(*[asyncio.to_thread(f, x) for x in (1, 2)])",
}


@pytest.mark.parametrize("code", STARTED.values(), ids=STARTED)
def test_children_know_the_notebooks_functions(bench: Bench, code: str) -> None:
    done = bench.cells(DEFINE, code, "r")
    assert (done.code, done.out) == (0, "[10, 20]\n"), done.err


FRESH = (
    "import math, multiprocessing as m\nfrom concurrent.futures import ProcessPoolExecutor as P\n"
    "with P(1, mp_context=m.get_context({method!r})) as p: print(list(p.map({function}, [4.0])))"
)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_fresh_children_know_what_libraries_have(packed_bench: Bench, method: str) -> None:
    done = packed_bench.cells(FRESH.format(method=method, function="math.sqrt"))
    assert (done.code, done.out) == (0, "[2.0]\n"), done.err


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_fresh_children_do_not_know_the_notebooks_functions(packed_bench: Bench, method: str) -> None:
    """They do not in a notebook's kernel either: its functions are in no file that could be imported."""
    done = packed_bench.cells(DEFINE, FRESH.format(method=method, function="f"))
    assert done.error["type"] == "BrokenProcessPool"
    assert "Can't get attribute 'f' on <module '__main__' (built-in)>" in done.err


def test_an_error_in_a_child_names_its_cell(bench: Bench) -> None:
    code = STARTED["executor"].replace("[1, 2]", "[0]")
    done = bench.cells("def f(x): return 1 / x", code)
    assert 'File "<train.ipynb cell 1>", line 1, in f\n    def f(x): return 1 / x' in done.err
    assert done.error["type"] == "ZeroDivisionError"


def test_an_error_in_a_thread_shows_its_line_and_does_not_end_the_step(bench: Bench) -> None:
    done = bench.cells(
        "import threading\ndef g():\n    1 / 0", "t = threading.Thread(target=g)\nt.start()\nt.join()\nprint('after')"
    )
    assert (done.code, done.out) == (0, "after\n")
    assert "Exception in thread Thread-1" in done.err
    assert 'File "<train.ipynb cell 1>", line 3, in g\n    1 / 0\n' in done.err
    quiet = bench.cells("import sys, threading\nt = threading.Thread(target=sys.exit)\nt.start()\nt.join()")
    assert (quiet.code, quiet.err) == (0, "")


def test_what_is_left_behind(bench: Bench) -> None:
    done = bench.cells(
        "import atexit, threading, time\n_ = atexit.register(print, 'at exit')",
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "def late():\n    time.sleep(0.2)\n    print('late')\nthreading.Thread(target=late).start()",
    )
    assert (done.code, done.out) == (0, "late\nat exit\n")


def start(bench: Bench, source: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        bench.command([["run", 0]], [source], {}, {}),
        env=bench.environment(1, {}),
        cwd=bench.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("number", "source", "code"),
    [
        (signal.SIGTERM, "import time\nprint('ready')\ntime.sleep(60)", -signal.SIGTERM),
        (signal.SIGINT, "import time\nprint('ready')\ntime.sleep(60)", 130),
        (signal.SIGINT, "import asyncio\nprint('ready')\nawait asyncio.sleep(60)", 130),
        (
            signal.SIGTERM,
            "import signal, sys, time\nsignal.signal(15, lambda *_: sys.exit(7))\nprint('ready')\ntime.sleep(60)",
            7,
        ),
    ],
    ids=["ends", "interrupts", "interrupts what waits", "is handled"],
)
def test_a_signal(bench: Bench, number: signal.Signals, source: str, code: int) -> None:
    with start(bench, source) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == code
    if number is signal.SIGINT:
        assert b'File "<train.ipynb cell 1>", line 3, in <module>' in errors
        assert b"kale.runtime" not in errors


def test_an_exit_in_another_task_ends_the_step(bench: Bench) -> None:
    done = bench.cells("import asyncio, sys\nasync def f(): sys.exit(9)", "t = asyncio.create_task(f())\nawait t")
    assert done.code == 9


def test_lines_come_as_they_are_printed(bench: Bench) -> None:
    source = "import sys\nfor i in range(3):\n    print(i)\n    print(f'\\r{i}%', end='')\n    sys.stdin.read(1)"
    command = bench.command([["run", 0]], [source], {}, {})
    with subprocess.Popen(
        command, env=bench.environment(1, {}), cwd=bench.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        read = b""
        for number in range(3):
            while not read.endswith(b"\r%d%%" % number):
                read += process.stdout.read(1)
            process.stdin.write(b"x")
            process.stdin.flush()
    assert read == b"0\n\r0%1\n\r1%2\n\r2%"
    assert process.returncode == 0
