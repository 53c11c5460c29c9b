"""Objects that refer to one another in long chains, such as linked lists: pickle goes a level deeper for each."""

from __future__ import annotations

import sys
import threading
from functools import partial
from typing import Any

from kale.runtime.registry import OPERATIONS
from kale.runtime.saving import save

DEPTH = 100_000
"""Levels that pickle may go down."""

STACK = 1 << 29
"""Bytes of address space in which these have room; of memory it takes what is used."""


def save_deeply(*details: Any) -> None:
    """Save variables, and where the references between objects go too deep for that, with more room for them.

    Args:
        details: What :func:`kale.runtime.saving.save` is given.

    Raises:
        TypeError: A value cannot leave its process, or goes deeper still.
    """
    try:
        save(*details)
    except TypeError as error:
        if not isinstance(error.__cause__, RecursionError):
            raise
        failures: list[BaseException] = []
        size, limit = threading.stack_size(STACK), sys.getrecursionlimit()
        sys.setrecursionlimit(DEPTH)
        thread = threading.Thread(target=partial(try_to_save, failures, details))
        thread.start()
        thread.join()
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
        for failure in failures:
            raise failure from None


def try_to_save(failures: list[BaseException], details: Any) -> None:
    """Save variables in a thread, and keep what goes wrong for the one that waits."""
    try:
        save(*details)
    except BaseException as error:
        failures.append(error)


OPERATIONS["save"] = save_deeply
