"""NumPy arrays as they lie in memory: those that share it go on sharing it, wherever they occur among the values.

The first time that the values are written, each array is written by itself and taken down. If some turn out to use the
same memory, the values are written once more, those arrays as views of it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from kale.runtime.reducers import AGAIN, LIBRARY_TYPES, REDUCERS, warn
from kale.runtime.views import add_attributes, view_as, view_memory

MET: dict[int, Any] = {}
"""The arrays met, by their ``id``."""

SHARED: list[tuple[int, int, Any, bool]] = []
"""Ranges of memory that several arrays use, in order: start, end, the array that is the range in the artifact, and
whether one of :data:`ALONE` is among them."""

ALONE: dict[int, tuple[Any, Any]] = {}
"""Arrays, by their ``id``, that objects of a library share only until one of them is changed, with what holds them."""

IN_ONE_PIECE: list[Callable[[Any], Any]] = []
"""What may save an array in one piece otherwise than NumPy, where it gives something."""


HOLDERS: list[Callable[[Any], Any]] = []
"""What may know the owner of an array's memory, and then gives the memory with the owner as its ``holder``."""


class Memory:
    """A range of memory as NumPy takes it, with the arrays that keep it alive."""

    def __init__(self, start: int, size: int, arrays: list[Any]) -> None:
        self.__array_interface__ = {"data": (start, False), "shape": (size,), "typestr": "|u1", "version": 3}
        self.arrays = arrays


def reduce_array(array: Any) -> Any:
    """Save an array as a view of memory that is used more than once, or that has gaps; otherwise leave it to NumPy."""
    if type(array).__name__ != "ndarray":
        return reduce_kind(array)
    if array.dtype.char == "T":
        # Nobody can make a view of where such texts are.
        if array.base is not None:
            warn("a view of an array of texts is handed on as a copy")
        return None
    from bisect import bisect

    flags, place, memory, alone = array.flags, address(array), None, id(array) in ALONE
    index = bisect(SHARED, (place + 1,)) - 1
    if array.size and index >= 0 and SHARED[index][1] > place and (SHARED[index][3] or not alone):
        memory = SHARED[index][2]
    elif array.size and not alone:
        if flags.forc or not overlaps_itself(array):
            MET[id(array)] = array
        else:
            # It is the memory that is met next.
            memory = memory_of(*range_of(array), [array])
    memory = held([array]) if memory is None else memory
    if memory is not None and getattr(memory, "holder", memory) is not array:
        start, strides = place - address(memory), array.strides
    elif not flags.forc or (array.dtype.hasobject and not flags.writeable):
        memory, start, strides = spread(array)
    else:
        return next(filter(None, (reduce(array) for reduce in IN_ONE_PIECE)), None)
    return view_memory, (memory, start, array.shape, array.dtype, strides, flags.writeable)


def held(arrays: list[Any]) -> Any:
    """Give the memory of arrays with its owner, where that is known of any of them."""
    return next(filter(None, (find(array) for array in arrays for find in HOLDERS)), None)


def reduce_kind(array: Any) -> Any:
    """Save an array of a subclass as an array that is seen as such, with its attributes, unless its class says how."""
    numpy, kind = sys.modules["numpy"], type(array)
    for hook in ("__reduce__", "__reduce_ex__", "__setstate__"):
        if getattr(kind, hook) not in (getattr(numpy.ndarray, hook), getattr(numpy.ma.MaskedArray, hook)):
            return None
    attributes = {name: value for name, value in vars(array).items() if name != "_mmap"}
    if "+" in str(attributes.get("mode")):
        warn(f"an array is handed on with what it holds, without the file {attributes['filename']}")
    return view_as, (numpy.ndarray.view(array, numpy.ndarray), kind), attributes, None, None, add_attributes


def spread(array: Any) -> tuple[Any, int, tuple[int, ...]]:
    """Copy an array with gaps in its memory, so that what makes views of one makes views of the other.

    Axes that follow each other without a gap do so in the copy. Others do not, although hardly any room is left between
    them: one element, or none where the elements stand in the opposite order.

    Returns:
        The memory of the copy, where in it the first element stands, and the copy's strides, as in :func:`view_memory`.
    """
    strides = [0] * array.ndim
    end = size = room = array.itemsize
    sign = 1
    for stride, count, axis in sorted((abs(array.strides[n]), array.shape[n], n) for n in range(array.ndim)):
        if count > 1:
            if stride != end and room == size:
                sign = -1 if array.strides[axis] > 0 else 1
            elif stride != end:
                room, sign = room + size, 1
            strides[axis] = sign * room if array.strides[axis] > 0 else -sign * room
            end, room = stride * count, room * count
    start = -sum(stride * (count - 1) for stride, count in zip(strides, array.shape) if stride < 0)
    numpy, dtype = sys.modules["numpy"], array.dtype
    memory = numpy.zeros(room // size, dtype) if dtype.hasobject else numpy.zeros(room, "u1")
    view_memory(memory, start, array.shape, dtype, strides, True)[...] = array
    return memory, start, tuple(strides)


def overlaps_itself(array: Any) -> bool:
    """Whether elements of an array may stand in the same place of memory, as after ``numpy.broadcast_to``."""
    reach = array.itemsize
    for stride, count in sorted((abs(stride), count) for stride, count in zip(array.strides, array.shape)):
        if count > 1:
            if stride < reach:
                return True
            reach += stride * (count - 1)
    return False


def address(array: Any) -> int:
    """Give the address of an array's first element."""
    return array.__array_interface__["data"][0]  # type: ignore[no-any-return]


def range_of(array: Any) -> tuple[int, int]:
    """Give the addresses between which the elements of an array stand."""
    reaches = [(count - 1) * stride for count, stride in zip(array.shape, array.strides)]
    start = address(array) + sum(reach for reach in reaches if reach < 0)
    return start, start + sum(map(abs, reaches)) + array.itemsize


def find_shared(written: bool) -> bool:
    """Find the memory that several of the arrays met share, once the values are written; tell whether there is any."""
    if not written:
        MET.clear()
        SHARED.clear()
        ALONE.clear()
    free = [(array, None) for array in MET.values()]
    owned = [(part, holder) for holder, part in ALONE.values() if holder is not None and hasattr(part, "strides")]
    runs: list[list[Any]] = []
    used = [member for member in free + owned if member[0].size]
    for start, end, _, member in sorted((*range_of(member[0]), n, member) for n, member in enumerate(used)):
        if not runs or start >= runs[-1][1]:
            runs.append([start, end, []])
        runs[-1][1] = max(end, runs[-1][1])
        runs[-1][2].append(member)
    for start, end, members in runs:
        holders = {id(holder) for _, holder in members} - {id(None)}
        # What several hold is shared by none of them: a change of one makes a copy first.
        together = len(holders) == 1
        if sum(holder is None for _, holder in members) + together > 1:
            SHARED.append((start, end, memory_of(start, end, [array for array, _ in members]), together))
    return bool(SHARED)


def memory_of(start: int, end: int, arrays: list[Any]) -> Any:
    """Give a range of memory as an array in one piece: of bytes, or of elements where these hold objects."""
    numpy = sys.modules["numpy"]
    root = next((array for array in arrays if array.dtype.hasobject), None)
    if root is None:
        return held(arrays) or numpy.asarray(Memory(start, end - start, arrays))
    while root.base is not None:
        root = root.base
    flat = numpy.ndarray.view(root, numpy.ndarray).ravel("K")
    return flat[(start - address(flat)) // flat.itemsize : -((address(flat) - end) // flat.itemsize)]


def reduce_long(kind: Any) -> Any:
    """Save a type of integers of C of which there are two that are as large: NumPy takes it for the other one."""
    if kind.char in "qQ" and not kind.metadata:
        return sys.modules["numpy"].dtype, (kind.byteorder + kind.char,)
    return None


def add_numpy(numpy: Any) -> None:
    """Have arrays saved by what this module knows."""
    REDUCERS[numpy.ndarray] = reduce_array
    # What NumPy itself writes of these cannot be read.
    REDUCERS[numpy.finfo] = lambda info: (numpy.finfo, (info.dtype,))
    REDUCERS[type(numpy.dtype("q"))] = REDUCERS[type(numpy.dtype("Q"))] = reduce_long
    # One that has moved stays where it is.
    REDUCERS[numpy.flatiter] = lambda found: None if found.index else (getattr, (found.base, "flat"))
    mtrand = sys.modules.get("numpy.random.mtrand")
    if mtrand:
        # Estimators without a seed keep the generator of their process, whichever that is.
        REDUCERS[mtrand.RandomState] = lambda found: (getattr, (mtrand, "_rand")) if found is mtrand._rand else None


LIBRARY_TYPES["numpy"] = add_numpy
AGAIN.append(find_shared)
