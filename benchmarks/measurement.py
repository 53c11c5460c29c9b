"""Measuring processes and calls."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What something took, in seconds.

    Attributes:
        wall: Time that passed.
        cpu: Time that processors worked, in user and in system mode.
    """

    wall: float
    cpu: float


def process_cost(command: Sequence[str], directory: Path) -> Cost:
    """Run ``command`` to its end and give what it took, with its children.

    Raises:
        RuntimeError: It did not end well; the message holds what it wrote.
    """
    with (directory / "output.txt").open("w+b") as output:
        start = time.perf_counter()
        with subprocess.Popen(command, cwd=directory, stdout=output, stderr=subprocess.STDOUT) as process:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{command} ended with {process.returncode}:\n{output.read().decode(errors='replace')}")
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def call_cost(call: Callable[[], object]) -> Cost:
    """Give what ``call`` takes in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def median_cost(costs: Iterable[Cost]) -> Cost:
    """Give the median of each time."""
    collected = tuple(costs)
    return Cost(statistics.median(c.wall for c in collected), statistics.median(c.cpu for c in collected))


def repeated(times: int, measure: Callable[[], Cost]) -> Cost:
    """Measure several times and give the medians."""
    return median_cost(measure() for _ in range(times))


def alternated(times: int, measures: Sequence[Callable[[], Cost]]) -> tuple[Cost, ...]:
    """Measure several things in turn, several times, and give the medians of each.

    What else the machine does then weighs on all of them alike.
    """
    rounds = [[measure() for measure in measures] for _ in range(times)]
    return tuple(median_cost(costs) for costs in zip(*rounds, strict=True))
