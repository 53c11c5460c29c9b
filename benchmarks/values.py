"""Saving and loading values: this project against the raw disk, numpy, joblib and pickle, in one run.

Every measurement is a pair of processes, one that saves and one that loads, so that each has its own peak of memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.table import Row, seconds

WAYS: Final = {
    "array of 1 GiB": ("raw", "kale", "numpy", "joblib", "pickle"),
    "frame of 10 million rows": ("pickle", "kale", "joblib"),
    "dictionary of a million lists": ("pickle", "kale", "joblib"),
    "forest of 200 trees": ("pickle", "kale", "joblib"),
}
"""The values, each with the ways to save it, the first of which the others are compared with."""


@dataclass(frozen=True)
class Passage:
    """What it took to save a value and to load it.

    Attributes:
        save: Seconds.
        load: Seconds, with reading all of an array once.
        saving: Bytes of memory at most, beyond what the value took.
        loading: Bytes of memory at most, with the value.
        size: Bytes of the file.
    """

    save: float
    load: float
    saving: int
    loading: int
    size: int

    @property
    def wall(self) -> float:
        """Seconds in all."""
        return self.save + self.load


def value_rows(folder: Path, times: int) -> Iterator[Row]:
    """Each value in each way, in turn, so that what else the machine does weighs on all alike."""
    for value, ways in WAYS.items():
        rounds = [[_passage(folder, value, way) for way in ways] for _ in range(times)]
        walls = {way: median(passed[number].wall for passed in rounds) for number, way in enumerate(ways)}
        for number, way in enumerate(ways):
            best = min((passed[number] for passed in rounds), key=lambda passage: passage.wall)
            beyond = f"{best.saving >> 20} MiB beyond the value to save, {best.loading >> 20} MiB to load"
            ratio = f"{walls[way] / walls[ways[0]]:.2f} of {ways[0]}; {beyond}; file {best.size >> 20} MiB"
            yield Row(f"{value}, {way}", seconds(walls[way]), ratio)


def _passage(folder: Path, value: str, way: str) -> Passage:
    path = folder / "value"
    saved, loaded = (
        json.loads(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.passages", part, value, way, str(path)],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for part in ("save", "load")
    )
    size = path.stat().st_size
    path.unlink()
    return Passage(saved["seconds"], loaded["seconds"], saved["memory"], loaded["memory"], size)
