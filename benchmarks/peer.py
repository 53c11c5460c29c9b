"""The same notebooks compiled by kubeflow-kale, a published tool, in the same run."""

from __future__ import annotations

import sys
import venv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measurement import alternated, process_cost
from benchmarks.notebooks import chain, four_steps, write_notebook
from benchmarks.table import Row, seconds

REQUIREMENT = "kubeflow-kale==2.3.0"
CHAINS = (50, 100, 200)


def install_peer(folder: Path) -> Path:
    """Install the other tool into an environment of its own, and give its command."""
    environment = folder / "peer"
    venv.create(environment, with_pip=True)
    process_cost([str(environment / "bin" / "pip"), "install", "--quiet", REQUIREMENT], folder)
    return environment / "bin" / "kale"


def peer_rows(folder: Path, times: int) -> Iterator[Row]:
    """Processor time of compiling, as whole processes that take turns, and what part of the other's ours is."""
    peer = str(install_peer(folder))
    for label, sources in (("4 steps", four_steps()), *((f"a chain of {length}", chain(length)) for length in CHAINS)):
        notebook = str(write_notebook(folder / "both.ipynb", sources))
        own = [sys.executable, "-m", "kale", "compile", notebook, "-o", "both.yaml"]
        other = [peer, "--nb", notebook]
        ours, theirs = alternated(times, [partial(process_cost, own, folder), partial(process_cost, other, folder)])
        remark = f"{REQUIREMENT}: {seconds(theirs.cpu)}; ratio {ours.cpu / theirs.cpu:.3f}"
        yield Row(f"compile {label}, processor time", seconds(ours.cpu), remark)
