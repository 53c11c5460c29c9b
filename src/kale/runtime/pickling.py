"""Pickle, open to what the parts of the runtime and installed packages know of types."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from kale.runtime.reducers import LIBRARY_MET, REDUCERS
from kale.runtime.registry import OPERATIONS

IN_STREAM = 4096
"""Buffers below this many bytes go into the pickle stream."""

ASKED: set[str] = {"__main__", "builtins", *getattr(sys, "stdlib_module_names", ())}
"""Top modules whose types need no more registration."""


def reducers_of(kind: type) -> Iterator[Callable[[Any], Any]]:
    """Give what may save objects of a type, the most specific first."""
    for base in kind.__mro__:
        root = str(base.__module__).partition(".")[0]
        if root not in ASKED:
            ASKED.add(root)
            for add in LIBRARY_MET:
                add(root)
        if base in REDUCERS:
            yield REDUCERS[base]


def reduce_module(module: ModuleType) -> Any:
    """Save a module as its name."""
    from importlib import import_module

    return (import_module, (module.__name__,)) if sys.modules.get(module.__name__) is module else None


REDUCERS[ModuleType] = reduce_module


class Pickler(pickle.Pickler):
    """Pickle for an artifact.

    Attributes:
        buffers: Large buffers, which do not go into the stream.
        kinds: The types that occurred, with what may save them.
    """

    def __init__(self, file: Any) -> None:
        self.buffers: list[memoryview] = []
        self.kinds: dict[type, list[Callable[[Any], Any]]] = {}
        super().__init__(file, 5, buffer_callback=self.keep_in_stream)
        if "home_of_nan" in OPERATIONS:
            self.persistent_id = OPERATIONS["home_of_nan"]  # type: ignore[method-assign]

    def keep_in_stream(self, buffer: pickle.PickleBuffer) -> bool:
        """Take a large buffer out of the stream; leave a small one, and one that is not in one piece, in it."""
        try:
            view = buffer.raw()
        except BufferError:
            return True
        if view.nbytes < IN_STREAM:
            return True
        self.buffers.append(view)
        return False

    def reducer_override(self, value: Any) -> Any:
        """Give how a value is saved, or leave it to pickle, or to dill.

        Raises:
            TypeError: It is an open file or a lock, of which dill would make another one.
        """
        kind = type(value)
        if kind not in self.kinds:
            if kind.__module__ in ("_io", "_thread") and not hasattr(value, "getvalue"):
                raise TypeError(f"cannot pickle {kind.__name__!r} object")
            self.kinds[kind] = [*reducers_of(kind)]
        for reduce in self.kinds[kind]:
            reduced = reduce(value)
            if reduced is not None:
                return reduced
        return NotImplemented
