"""Pickle, open to what the parts of the runtime know of functions and classes."""

from __future__ import annotations

import pickle
from importlib import import_module
from types import ModuleType
from typing import Any

from kale.runtime.registry import REDUCERS

IN_STREAM = 4096
"""Buffers below this many bytes go into the pickle stream."""

CARRIED: set[str] = set()
"""Names of functions and classes that the readers of the artifact being saved carry as code."""

REDUCERS[ModuleType] = lambda module: (import_module, (module.__name__,))


class Pickler(pickle.Pickler):
    """Pickle for an artifact.

    Attributes:
        buffers: Large buffers, which do not go into the stream.
        kinds: The types that occurred.
    """

    def __init__(self, file: Any) -> None:
        self.buffers: list[memoryview] = []
        self.kinds: set[type] = set()
        super().__init__(file, 5, buffer_callback=self.keep_in_stream)

    def keep_in_stream(self, buffer: pickle.PickleBuffer) -> bool:
        """Take a large buffer out of the stream; leave a small one, and one that is not in one piece, in it."""
        try:
            view = buffer.raw()
        except BufferError:
            return True
        if view.nbytes >= IN_STREAM:
            self.buffers.append(view)
        return view.nbytes < IN_STREAM

    def reducer_override(self, value: Any) -> Any:
        """Give how a value is saved, or leave it to pickle, or to dill.

        Raises:
            TypeError: It is an open file or a lock, of which dill would make another one.
        """
        kind = type(value)
        if kind.__module__ in ("_io", "_thread") and not hasattr(value, "getvalue"):
            raise TypeError(f"cannot pickle {kind.__name__!r} object")
        self.kinds.add(kind)
        known = [base for base in (type, BaseException) if isinstance(value, base)]
        reduce = REDUCERS.get(known[0] if known else kind)
        reduced = reduce(value) if reduce else None
        return NotImplemented if reduced is None else reduced
