"""Process state, which steps hand on like variables."""

from __future__ import annotations

import os
import sys
from typing import Any

from kale.runtime.reducers import STATES

READERS = {
    "<random>": ("random", "getstate", "setstate"),
    "<numpy.random>": ("numpy.random", "get_state", "set_state"),
    "<torch.random>": ("torch.random", "get_rng_state", "set_rng_state"),
}
"""For each name of a state: the module that has it, and the functions that read and set it."""


def read_state(name: str) -> list[Any]:
    """Give a state in a list, or an empty list where its module was never imported."""
    module, read, _ = READERS[name]
    return [getattr(sys.modules[module], read)()] if module in sys.modules else []


def write_state(name: str, *found: Any) -> None:
    """Set a state, if there was one."""
    from importlib import import_module

    module, _, write = READERS[name]
    for value in found:
        getattr(import_module(module), write)(value)


START = dict(os.environ)
"""The environment variables before the notebook's code runs."""


def read_environment(_: str) -> list[Any]:
    """Give what has become of the environment variables that were changed; ``None`` for those that are gone."""
    names = {*START, *os.environ}
    return [{name: os.environ.get(name) for name in sorted(names) if os.environ.get(name) != START.get(name)}]


def write_environment(_: str, changes: dict[str, Any]) -> None:
    """Change environment variables."""
    for name, value in changes.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


STATES["<envir"] = read_environment, write_environment
for state_name in READERS:
    STATES[state_name[:6]] = read_state, write_state
