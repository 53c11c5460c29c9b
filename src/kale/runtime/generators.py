"""The process's own random generators as values: they arrive as the generators of the next process, not as copies."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from kale.runtime.reducers import AGAIN, REDUCERS

GENERATOR_HOMES = (("random", "_inst"), ("numpy.random.mtrand", "_rand"), ("torch", "default_generator"))
"""Modules with a generator of their own, and its name."""


def reduce_generator(home: str, name: str, reduce: Any, generator: Any) -> Any:
    """Save a generator by its place, if it is the process's own."""
    module = sys.modules[home]
    if getattr(module, name) is generator:
        return getattr, (module, name)
    return reduce(generator) if reduce else None


def know_generators(_: bool) -> bool:
    """Have the generators of the modules saved by their places that are imported by now."""
    for home, name in GENERATOR_HOMES:
        kind = type(getattr(sys.modules.get(home), name, None))
        if home in sys.modules and home not in GENERATORS_KNOWN:
            GENERATORS_KNOWN.add(home)
            REDUCERS[kind] = partial(reduce_generator, home, name, REDUCERS.get(kind))
    return False


GENERATORS_KNOWN: set[str] = set()
AGAIN.append(know_generators)
