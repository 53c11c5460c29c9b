"""Arrays that own their memory, and those over the memory of such an array, a ``bytearray`` or Python's ``array``.

An array that owns its memory can be made larger in place, and is the ``base`` of those that look into it. Otherwise
loaded arrays look into the artifact's memory.
"""

from __future__ import annotations

import sys
from typing import Any

from kale.runtime.arrays import HOLDERS, IN_ONE_PIECE
from kale.runtime.reducers import shared

SMALL = 1 << 20
"""Bytes up to which an array owns its memory again where it is loaded; a larger one is not copied."""


class Held:
    """The memory of something that arrays look into.

    Args:
        holder: What owns it.
    """

    def __init__(self, holder: Any) -> None:
        self.holder = holder
        self.__array_interface__ = sys.modules["numpy"].asarray(holder).__array_interface__

    def __reduce__(self) -> Any:
        """Give how it is saved: as what owns it."""
        return memory_held, (self.holder,)


@shared
def memory_held(holder: Any) -> Any:
    """Give the memory of what holds some as an array of bytes."""
    import numpy

    return numpy.asarray(holder).ravel("K").view("u1")


def holder_of(array: Any) -> Any:
    """Give the memory that an array looks into, or has itself, if its owner is to be the owner where it is loaded."""
    found: Any = array
    while getattr(type(found), "__name__", "") == "ndarray" and found.base is not None:
        found = found.base
    found = found.obj if isinstance(found, memoryview) else found
    known = owns_little(array) if found is array else type(found).__name__ in ("bytearray", "array")
    return Held(found) if known and array.size else None


def owns_little(array: Any) -> bool:
    """Whether an array owns its memory, and is small."""
    flags = array.flags
    return flags.owndata and flags.writeable and flags.forc and array.nbytes <= SMALL and not array.dtype.hasobject


def reduce_owner(array: Any) -> Any:
    """Save an array that owns its memory as one that does."""
    if not owns_little(array):
        return None
    order = "C" if array.flags.c_contiguous else "F"
    return own_array, (array.tobytes(order), array.shape, array.dtype, order)


@shared
def own_array(data: bytes, shape: Any, dtype: Any, order: Any) -> Any:
    """Make an array that owns its memory.

    Args:
        data: Its elements.
        shape: Its shape.
        dtype: Its type.
        order: How its elements follow each other in memory, ``C`` or ``F``.
    """
    import numpy

    return numpy.ndarray(shape, dtype, data, 0, None, order).copy(order)


HOLDERS.append(holder_of)
IN_ONE_PIECE.append(reduce_owner)
