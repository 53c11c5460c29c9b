"""Checking several notebooks at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Final

from kale.checking.checker import Checker
from kale.checking.files import STANDARD_INPUT
from kale.checking.findings import FileReport

_WORTH_IT: Final = 8
"""Notebooks from which on more processes save more time than it takes to start them."""


def check_all(checker: Checker, paths: Sequence[str]) -> Iterator[FileReport]:
    """Give the report of each notebook, in the order of the paths, as soon as it and those before it are there.

    Args:
        checker: How to check.
        paths: The notebooks.
    """
    processes = min(_processors(), len(paths) // (_WORTH_IT // 2))
    if processes < 2 or len(paths) < _WORTH_IT or STANDARD_INPUT in paths:  # noqa: PLR2004 - one process is this one
        yield from map(checker.check, paths)
        return
    yield from _in_processes(checker, paths, processes)


def _in_processes(checker: Checker, paths: Sequence[str], processes: int) -> Iterator[FileReport]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Forked processes have loaded everything already.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    done = 0
    try:
        with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context(method)) as pool:
            for report in pool.map(checker.check, paths, chunksize=max(1, len(paths) // (processes * 8))):
                yield report
                done += 1
    except BrokenProcessPool:
        # A process that was killed, perhaps for lack of memory, must not cost the answer.
        yield from map(checker.check, paths[done:])


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
