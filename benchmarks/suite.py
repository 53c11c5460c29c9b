"""What is measured of this project alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measurement import alternated, call_cost, process_cost, repeated
from benchmarks.notebooks import Source, chain, four_steps, idle, long_notebook, write_notebook
from benchmarks.table import Row, seconds
from kale import check_notebook, compile_notebook, run_notebook

CHAINS = (4, 50, 100, 200, 400)
_IDLE_STEPS = 11
_VARIANTS = 200
_VARIED_STEPS = 10


def command_rows(folder: Path, times: int) -> Iterator[Row]:
    """Whole processes, against the time that the platform's SDK takes to load."""
    notebook = str(write_notebook(folder / "four.ipynb", four_steps()))
    twenty = str(write_notebook(folder / "twenty.ipynb", chain(20)))
    commands = {
        'python -c "pass"': ("-c", "pass"),
        'python -c "import kfp"': ("-c", "import kfp"),
        "kale --version": ("-m", "kale", "--version"),
        "kale check, 20 cells": ("-m", "kale", "check", twenty),
        "kale graph, 4 steps": ("-m", "kale", "graph", notebook),
        "kale compile, 4 steps": ("-m", "kale", "compile", notebook, "-o", "four.yaml"),
    }
    measures = [partial(process_cost, [sys.executable, *arguments], folder) for arguments in commands.values()]
    costs = alternated(times, measures)
    medians = dict(zip(commands, costs, strict=True))
    sdk = medians['python -c "import kfp"'].wall
    for what, cost in medians.items():
        yield Row(what, seconds(cost.wall), f"{cost.wall / sdk:.2f} of importing kfp")


def chain_rows(folder: Path, times: int) -> Iterator[Row]:
    """Compiling chains of small steps, in a process that has loaded everything and as a whole process."""
    compile_notebook(write_notebook(folder / "warm.ipynb", chain(2)))
    for length in CHAINS:
        notebook = write_notebook(folder / f"chain{length}.ipynb", chain(length))
        output = folder / f"chain{length}.yaml"
        inside = repeated(times, partial(call_cost, partial(compile_notebook, notebook, output)))
        command = [sys.executable, "-m", "kale", "compile", str(notebook), "-o", str(output)]
        whole = repeated(times, partial(process_cost, command, folder))
        size = f"{output.stat().st_size / 1024:,.0f} KiB of YAML"
        yield Row(f"compile a chain of {length}, in process", seconds(inside.wall), size)
        yield Row(f"compile a chain of {length}, whole process", seconds(whole.wall))


def variant_rows(folder: Path, times: int) -> Iterator[Row]:
    """Compiling variants of one notebook, as a whole process."""
    parameters = Source(("pipeline-parameters",), "rate = 0.5")
    notebook = write_notebook(folder / "varied.ipynb", (parameters, *chain(_VARIED_STEPS)))
    table = f"[{{'rate': number / 7}} for number in range({_VARIANTS})]"
    program = f"import kale; kale.compile_many({str(notebook)!r}, {table}, 'variants')"
    cost = repeated(times, partial(process_cost, [sys.executable, "-c", program], folder))
    yield Row(f"compile {_VARIANTS} variants of {_VARIED_STEPS} steps, whole process", seconds(cost.wall))


def engine_rows(folder: Path, times: int) -> Iterator[Row]:
    """What a step without data costs in the local engine, beyond starting Python."""
    one = write_notebook(folder / "idle1.ipynb", idle(1))
    many = write_notebook(folder / "idle.ipynb", idle(_IDLE_STEPS))
    start, short, long = alternated(
        times,
        [
            partial(process_cost, [sys.executable, "-c", "pass"], folder),
            partial(call_cost, partial(_run, one, folder)),
            partial(call_cost, partial(_run, many, folder)),
        ],
    )
    step = (long.wall - short.wall) / (_IDLE_STEPS - 1)
    yield Row(
        "a step without data, local engine", seconds(step), f"{seconds(step - start.wall)} beyond starting Python"
    )


def _run(notebook: Path, folder: Path) -> None:
    run_notebook(notebook, root=folder / "runs").raise_for_failure()


def analysis_rows(folder: Path, times: int) -> Iterator[Row]:
    """Reading long notebooks, analysing them, and looking at them with every rule."""
    for cells in (250, 500, 1000):
        notebook = write_notebook(folder / f"cells{cells}.ipynb", long_notebook(cells))
        cost = repeated(times, partial(call_cost, partial(check_notebook, notebook)))
        yield Row(
            f"check {cells} cells of 15 lines", seconds(cost.wall), f"{seconds(cost.wall / cells * 1000)} per 1,000"
        )
