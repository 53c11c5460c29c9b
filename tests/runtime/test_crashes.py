"""Steps that are killed, or run out of disk or memory, while they save."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.bench import Bench

KILLS = int(os.environ.get("KALE_KILLS", "12"))
"""How many saves are killed; ``nox -s kills`` asks for 200."""

MAKE = """
import sys
x = [bytes([n % 251]) * 40_000 for n in range(600)] + [bytearray(3_000_000)]
print('ready', flush=True)
"""
PLAN = [["run", 0], ["save", "a", ["x"], []]]
CHECK = "len(x), len(x[599]), len(x[600]), x[250][:2]"
WHOLE = "(601, 40000, 3000000, b'\\xfa\\xfa')\n"


def killed_save(bench: Bench, delay: float) -> int:
    """Start a save, kill it a while after its values are there, and give its exit code."""
    with subprocess.Popen(
        bench.command(PLAN, [MAKE], {}, {}), env=bench.environment(1, {}), cwd=bench.folder, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    return process.returncode


def test_no_torn_artifact_is_loaded(tmp_path: Path) -> None:
    """Each save is killed at a random moment; what it leaves is not there or whole, and a retry makes it whole."""
    chance = random.Random(4)  # noqa: S311 moments, not secrets
    bench = Bench(tmp_path)
    started = time.monotonic()
    assert bench.run(PLAN, MAKE).code == 0
    longest = time.monotonic() - started
    codes = []
    for _ in range(KILLS):
        bench.artifact("a").unlink(missing_ok=True)
        codes.append(killed_save(bench, chance.uniform(0, longest)))
        done = bench.run([["load", "a", ["x"]], ["run", 0]], CHECK)
        found = bench.artifact("a").exists()
        assert (done.code, done.out) == ((0, WHOLE) if found else (1, "")), done.err
        assert found or done.error["type"] == "FileNotFoundError"
    assert -signal.SIGKILL in codes
    assert bench.run(PLAN, MAKE).code == 0
    assert [path.name for path in bench.artifact("a").parent.iterdir()] == ["a"]


def limited(what: str, size: int, value: str) -> str:
    return (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"x = {value}\nresource.setrlimit(resource.{what}, ({size}, {size}))"
    )


MEMORY = """
import numpy as np, resource
x = np.zeros(1 << 26)[::2]
used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 26), used + (1 << 26)))
"""

FULL = ["File too large", "no room for", "mount a larger volume"]
LIMITS: dict[str, tuple[str, str, list[str]]] = {
    "disk full in a buffer": (limited("RLIMIT_FSIZE", 50_000, "bytearray(90_000)"), "OSError", [*FULL, "/artifacts/a"]),
    "disk full in the stream": (
        limited("RLIMIT_FSIZE", 90_000, "list(range(10**6))"),
        "OSError",
        [*FULL, "/artifacts/a"],
    ),
    "out of memory": (MEMORY, "MemoryError", ["too little memory"]),
}


@pytest.mark.parametrize(("make", "error", "words"), LIMITS.values(), ids=LIMITS)
def test_what_runs_out_is_named_and_nothing_is_left(bench: Bench, make: str, error: str, words: list[str]) -> None:
    done = bench.run([["run", 0], ["save", "a", ["x"], []]], make)
    assert (done.code, done.error["phase"], done.error["type"]) == (1, "save", error), done.err
    for word in ["x", *words]:
        assert word in done.error["message"]
    assert list(bench.artifact("a").parent.iterdir()) == []
    assert bench.run([["run", 0], ["save", "a", ["x"], []]], "x = 1").code == 0


OTHER_FILES = {
    "metrics": (
        [["metrics", 0]],
        [limited("RLIMIT_FSIZE", 9_000, "1") + "\n{str(n): n for n in range(5_000)}"],
        "metrics",
    ),
    "what the step has done": (
        [["run", 0]],
        [
            "import os\nfile = open(os.environ['KALE_EVENTS'], 'a')\n"
            "file.write('[' + '0,' * 9_000 + '0]\\n'); file.close()\n" + limited("RLIMIT_FSIZE", 9_000, "1")
        ],
        "events.jsonl",
    ),
    "a file that another step has saved": (
        [["run", 0], ["load", "a", ["<file:b.bin>"]]],
        [limited("RLIMIT_FSIZE", 9_000, "1")],
        "b.bin",
    ),
}


@pytest.mark.parametrize(("plan", "sources", "file"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_a_full_disk_is_told_whatever_is_written(bench: Bench, plan: Any, sources: list[str], file: str) -> None:
    (bench.folder / "b.bin").write_bytes(bytes(20_000))
    assert bench.run([["save", "a", ["<file:b.bin>"], []]]).code == 0
    done = bench.run(plan, *sources)
    assert done.code == 1
    message = [line for line in done.err.splitlines() if line.startswith("kale: no room for ")]
    assert len(message) == 1, done.err
    assert file in message[0]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk")
def test_a_step_of_which_nothing_can_be_told_does_not_begin(bench: Bench) -> None:
    done = bench.run([["run", 0]], "print('ran')", environment={"KALE_EVENTS": "/dev/full"})
    assert (done.code, done.out) == (1, "")
    assert "cannot be written: No space left on device: '/dev/full'\nkale: no room for /dev/full: make some" in done.err
    assert "kale/runtime" not in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_named(bench: Bench) -> None:
    folder = bench.artifact("a").parent
    folder.mkdir()
    folder.chmod(0o500)
    done = bench.run([["run", 0], ["save", "a", ["x"], []]], "x = 1")
    folder.chmod(0o700)
    assert (done.error["phase"], done.error["type"]) == ("save", "PermissionError")
    assert str(bench.artifact("a")) in done.error["message"]


def test_a_path_that_is_no_folder_is_named(bench: Bench) -> None:
    bench.artifact("a").parent.write_text("a file")
    done = bench.run([["run", 0], ["save", "a", ["x"], []]], "x = 1")
    assert (done.error["phase"], done.error["type"]) == ("save", "FileExistsError")
    assert "x cannot be saved" in done.error["message"]
    assert str(bench.artifact("a")) in done.error["message"]


def test_what_an_earlier_attempt_left_is_gone(bench: Bench) -> None:
    folder = bench.artifact("a").parent
    folder.mkdir()
    for name in ("a", "a.part", "metrics.part"):
        (folder / name).write_text("left")
    assert bench.run([["run", 0], ["save", "a", ["x"], []]], "1 / 0").code == 1
    assert list(folder.iterdir()) == []


def regions(size: int) -> list[int]:
    """Give places all over a file, more of them where it is not just data."""
    return sorted({*range(64), *range(size - 200, size), *range(0, size, max(1, size // 97))})


def test_a_change_anywhere_is_found(bench: Bench) -> None:
    """In one process: a changed byte at every place of note, and the file cut there."""
    make = "x = {'a': [1, 2.5, 'text'] * 50, 'b': bytearray(range(256)) * 40}"
    assert bench.run([["run", 0], ["save", "a", ["x"], []]], make).code == 0
    path = bench.artifact("a")
    places: Any = regions(path.stat().st_size)
    code = f"""
from kale.runtime.loading import load
path, places = {str(path)!r}, {places}
good = open(path, 'rb').read()
given = {{'artifacts': {{'a': {{'artifacts': [{{'uri': path + '.bad'}}]}}}}}}
kept = []
for place in places:
    for bad in (good[:place], good[:place] + bytes([good[place] ^ 1]) + good[place + 1:]):
        with open(path + '.bad', 'wb') as file:
            file.write(bad)
        try:
            load(given, 'a', ['x'])
            kept.append(place)
        except ValueError as error:
            assert path in str(error) and 'run the step anew' in str(error), error
kept, len(places) > 200
"""
    done = bench.cells(code)
    assert (done.code, done.out) == (0, "([], True)\n"), done.err


def test_an_artifact_of_a_newer_form_is_told_apart(bench: Bench) -> None:
    bench.artifact("a").parent.mkdir()
    bench.artifact("a").write_bytes(b"kale7\nanything at all")
    done = bench.run([["load", "a", ["x"]]])
    assert done.error["type"] == "ValueError"
    assert "of a form that this version of kale does not know" in done.error["message"]
