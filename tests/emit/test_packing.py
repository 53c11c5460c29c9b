"""The runtime as one argument: complete, small, free of placeholders, and running on every Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kale.emit.minifier import minify
from kale.emit.packing import BOOTSTRAP, ENTRY, packed_runtime, unpacked
from kale.emit.segments import segment

TAKEN = re.compile(r"\{\{|\$\$|\$\(|python3|\s")
STAND_IN = {
    "program": "import os\nADDED = []\nLATE = []\n\n\ndef main(argv):\n"
    "    exec(LATE.pop(), main.__globals__)\n    print(argv, os.sep, *ADDED)\n    return len(argv)\n",
    "more": "from kale.example.program import ADDED\nADDED.append('added')\n",
}


def interpreters() -> list[str]:
    """Every Python from 3.9 to 3.13 that the machine has: this one, those on the path, those of pyenv."""
    versions = [f"3.{minor}" for minor in range(9, 14)]
    found = {sys.version_info[:2]: sys.executable}
    for version in versions:
        major, minor = version.split(".")
        on_path = shutil.which(f"python{version}")
        managed = sorted((Path.home() / ".pyenv/versions").glob(f"{version}.*/bin/python"))
        # The shims of pyenv are on the path even for versions that are not switched on.
        candidates = [str(path) for path in managed] or ([on_path] if on_path else [])
        for candidate in candidates[:1]:
            found.setdefault((int(major), int(minor)), candidate)
    return [found[key] for key in sorted(found)]


@pytest.mark.parametrize("interpreter", interpreters())
def test_bootstrap_runs_the_program(interpreter: str) -> None:
    blobs = segment(minify("kale.example", STAND_IN, ENTRY)).chosen()
    assert len(blobs) == 2
    command = [interpreter, "-I", "-c", BOOTSTRAP, *blobs, "{plan}", "two words"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == (f"['{{plan}}', 'two words'] {os.sep} added\n", "", 2)


PARTS = {
    "nothing": frozenset[str](),
    "values": frozenset({"loading", "saving"}),
    "parameters": frozenset({"parameters", "saving"}),
    "metrics": frozenset({"metrics", "charts"}),
    "report": frozenset({"reports", "figures"}),
    "all": None,
}


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
@pytest.mark.parametrize("interpreter", interpreters())
def test_runtime_compiles_everywhere(interpreter: str, parts: frozenset[str] | None) -> None:
    command = [interpreter, "-I", "-c", "import sys; compile(sys.stdin.buffer.read(), 'runtime', 'exec')"]
    for program in unpacked(packed_runtime(parts)):
        done = subprocess.run(command, input=program.encode(), capture_output=True, check=False)
        assert done.stderr == b""


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_runtime_is_complete(parts: frozenset[str] | None) -> None:
    for program in unpacked(packed_runtime(parts)):
        assert "from kale" not in program
        assert "import kale" not in program


def test_a_step_that_hands_values_on_carries_little() -> None:
    assert sum(map(len, packed_runtime(PARTS["values"]))) <= 8000


def test_a_report_costs_little() -> None:
    plain, reporting = (packed_runtime(parts) for parts in (PARTS["nothing"], PARTS["report"]))
    assert sum(map(len, reporting)) - sum(map(len, plain)) <= 3800


def test_parts_that_are_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="no module 'nonsense'"):
        packed_runtime(frozenset({"nonsense"}))


def test_nothing_looks_like_a_placeholder() -> None:
    assert not any(TAKEN.search(blob) for blob in packed_runtime())
    assert not re.search(r"\{\{|\$|python3|\n", BOOTSTRAP)
    assert "kfp.dsl.executor_main" in BOOTSTRAP


def test_packed_once_in_a_process() -> None:
    assert packed_runtime() is packed_runtime()
    assert packed_runtime(frozenset()) is packed_runtime(frozenset())


def test_same_blob_in_every_process() -> None:
    program = "from kale.emit.packing import packed_runtime; print(*packed_runtime())"
    blobs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert blobs == {" ".join(packed_runtime())}


def test_parts_that_save_and_load_wait_until_then() -> None:
    texts = unpacked(packed_runtime())
    early = [text for text in texts[1:] if not text.startswith("\n")]
    assert not any("Pickler" in text or "def view_memory" in text for text in early)
    assert any("getstate" in text for text in early), "what reads the environment must see it as it was"
