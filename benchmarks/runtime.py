"""What the program that runs a step costs: time to start, bytes in the YAML."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measurement import alternated, process_cost
from benchmarks.notebooks import chain, four_steps, write_notebook
from benchmarks.table import Row, seconds
from kale import compile_notebook
from kale.emit.packing import BOOTSTRAP, packed_runtime


def start_rows(folder: Path, times: int) -> Iterator[Row]:
    """A step that does nothing, with the program's core alone and with more of it, against starting Python."""
    plan = json.dumps({"kale": 1, "step": "idle", "sources": [], "plan": []})
    given = json.dumps({"inputs": {}, "outputs": {"outputFile": str(folder / "output.json")}})
    programs = {
        "the core alone": packed_runtime(frozenset()),
        "with what hands on frames": packed_runtime(frozenset({"saving", "loading", "frames", "constants"})),
        "all of the program": packed_runtime(),
    }
    commands = [[sys.executable, "-c", BOOTSTRAP, *blobs, plan, given] for blobs in programs.values()]
    # An operation on values, of none: the parts that wait for one are read.
    complete = json.dumps({"kale": 1, "step": "idle", "sources": [], "plan": [["folders", []]]})
    commands.append([sys.executable, "-c", BOOTSTRAP, *packed_runtime(), complete, given])
    start, *costs = alternated(
        4 * times,
        [partial(process_cost, command, folder) for command in ([sys.executable, "-c", "pass"], *commands)],
    )
    yield Row("starting Python", seconds(start.wall))
    names = [*programs, "all of the program, and what waits for values"]
    for name, cost in zip(names, costs, strict=True):
        yield Row(f"a step that does nothing, {name}", seconds(cost.wall), f"{seconds(cost.wall - start.wall)} beyond")


def size_rows(folder: Path, _times: int) -> Iterator[Row]:
    """Bytes of YAML for each step beyond its own code, and of the object that the server makes of it."""
    for label, sources in (("4 steps", four_steps()), ("a chain of 50", chain(50))):
        compiled = compile_notebook(write_notebook(folder / "size.ipynb", sources))
        steps = len(compiled.pipeline.steps)
        code = sum(len(source.text) for source in sources)
        written = (len(compiled.yaml.encode()) - code) / steps
        unfolded = (len(json.dumps(compiled.spec)) - code) / steps
        yield Row(f"{label}, a step in the YAML", f"{written / 1024:.1f} KiB", f"{unfolded / 1024:.1f} KiB unfolded")
