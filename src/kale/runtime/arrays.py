"""NumPy arrays of several variables that share memory, and still do where they are loaded."""

from __future__ import annotations

import sys
from itertools import combinations
from typing import Any

from kale.runtime.namespace import NAMESPACE
from kale.runtime.registry import OPERATIONS, REDUCERS
from kale.runtime.saving import save

VIEWS: dict[int, Any] = {}
"""How arrays that share memory are saved, by their ``id``: as views of the bytes of the array that owns the memory."""


def save_sharing(outputs: Any, output: str, variables: list[str], definitions: list[str]) -> None:
    """Save variables as :func:`kale.runtime.saving.save` does; arrays among them that overlap go on doing so.

    Raises:
        TypeError: Two arrays of Python objects share memory.
    """
    VIEWS.clear()
    owned: dict[int, Any] = {}
    arrays = [name for name in variables if type(NAMESPACE.get(name)).__name__ == "ndarray"]
    for names in combinations(arrays, 2):
        pair = [NAMESPACE[name] for name in names]
        if pair[0] is not pair[1] and sys.modules["numpy"].shares_memory(*pair):
            for array in pair:
                owner = owner_of(array)
                if array.dtype.hasobject or owner is not owner_of(pair[0]):
                    raise TypeError(f"arrays {names[0]!r} and {names[1]!r} share memory, which cannot be handed on")
                memory = owned.setdefault(id(owner), owner.ravel("K").view("u1"))
                start = array.ctypes.data - memory.ctypes.data
                VIEWS[id(array)] = type(array), (array.shape, array.dtype, memory, start, array.strides)
            REDUCERS[type(array)] = lambda array: VIEWS.get(id(array))
    save(outputs, output, variables, definitions)


def owner_of(array: Any) -> Any:
    """Give the array whose memory an array is a view of."""
    while type(array.base) is type(array):
        array = array.base
    return array


OPERATIONS["save"] = save_sharing
