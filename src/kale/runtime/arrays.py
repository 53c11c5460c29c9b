"""NumPy arrays that share memory, wherever they occur among the values of an artifact.

The first time that the values are written, each array is written as NumPy would and taken down. If some turn out to
share memory, the values are written once more, those arrays as views of what they share.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect
from typing import Any

from kale.runtime.registry import AGAIN, LIBRARY_TYPES, REDUCERS, warn
from kale.runtime.views import text_array, view_memory

MET: dict[int, tuple[int, Any]] = {}
"""The arrays met, by their ``id``, with the ``id`` of what owns their memory."""

LONG = 1 << 16
"""Elements of an array of texts that are looked at together; a shorter one is left to NumPy."""

SHARED: list[tuple[int, int, Any]] = []
"""Ranges of memory that several arrays use, in order: start, end, and the array that is the range in the artifact."""

ALONE: dict[int, tuple[Any, Any]] = {}
"""Arrays, by their ``id``, that objects of a library share only until one of them is changed, with what holds them."""


class Memory:
    """A range of memory as NumPy takes it."""

    def __init__(self, start: int, size: int) -> None:
        self.__array_interface__ = {"data": (start, False), "shape": (size,), "typestr": "|u1", "version": 3}


def reduce_array(array: Any) -> Any:
    """Save an array as a view where others use its memory, too; otherwise leave it to NumPy."""
    plain = type(array).__name__ == "ndarray"
    if id(array) not in ALONE and array.size:
        place = address(array)
        index = bisect(SHARED, (place + 1,)) - 1
        if index < 0 or SHARED[index][1] <= place:
            MET[id(array)] = owner_of(array), array
        elif SHARED[index][2] is array:
            return None
        elif plain:
            memory = SHARED[index][2]
            details = array.shape, array.dtype, array.strides, array.flags.writeable
            return view_memory, (memory, place - address(memory), *details)
        else:
            warn(f"a {type(array).__name__} shares memory with other arrays, and will not where it is loaded")
    flags = array.flags
    if array.dtype.char == "O" and plain and flags.forc and array.size >= LONG:
        return reduce_texts(array)
    if flags.writeable or flags.forc or array.dtype.hasobject or not plain:
        return None
    # NumPy would let this one be written to, because it is not in one piece.
    array = array.copy("K")
    array.flags.writeable = False
    return array.__reduce_ex__(5)


def reduce_texts(array: Any) -> Any:
    """Save an array of texts that occur again and again, or are missing, as numbers and each text once."""
    order = "C" if array.flags.c_contiguous else "F"
    flat = array.ravel(order)
    numbers: dict[Any, int] = {}
    codes = sys.modules["numpy"].empty(flat.size, "u2")
    for start in range(0, flat.size, LONG):
        part = flat[start : start + LONG].tolist()
        # Others may be equal without being the same, such as 1 and True, or a text of a subclass.
        if not {*map(type, part)} <= {str, float, type(None)}:
            return None
        for value in dict.fromkeys(part):
            numbers.setdefault(value, len(numbers))
        if len(numbers) > LONG // 2:
            return None
        codes[start : start + LONG] = [*map(numbers.__getitem__, part)]
    if any(type(value) is float and not math.isnan(value) for value in numbers):
        return None
    return text_array, (codes, [*numbers], array.shape, order)


def address(array: Any) -> int:
    """Give the address of an array's first element."""
    place: int = array.__array_interface__["data"][0]
    return place


def owner_of(array: Any) -> int:
    """Give the ``id`` of what owns the memory of an array."""
    while getattr(array, "base", None) is not None:
        array = array.base
    return id(array)


def range_of(array: Any) -> tuple[int, int]:
    """Give the addresses between which the elements of an array stand."""
    reaches = [(length - 1) * stride for length, stride in zip(array.shape, array.strides)]
    start = address(array) + sum(reach for reach in reaches if reach < 0)
    return start, start + sum(map(abs, reaches)) + array.itemsize


def find_shared(written: bool) -> bool:
    """Find the memory that several of the arrays met share, once the values are written; tell whether there is any."""
    if not written:
        MET.clear()
        SHARED.clear()
        ALONE.clear()
    owners: dict[int, list[Any]] = {}
    for owner, array in MET.values():
        owners.setdefault(owner, []).append(array)
    SHARED.extend(sorted((part for arrays in owners.values() for part in overlaps(arrays)), key=lambda part: part[0]))
    return bool(SHARED)


def overlaps(arrays: list[Any]) -> list[tuple[int, int, Any]]:
    """Give the ranges of memory in which more than one array has its elements, as :data:`SHARED` holds them."""
    runs: list[list[Any]] = []
    for start, end, number in sorted((*range_of(array), number) for number, array in enumerate(arrays)):
        if runs and start < runs[-1][1]:
            runs[-1][1:3] = max(end, runs[-1][1]), runs[-1][2] + 1
        else:
            runs.append([start, end, 1, arrays[number]])
    return [(start, end, memory_of(start, end, array)) for start, end, count, array in runs if count > 1]


def memory_of(start: int, end: int, array: Any) -> Any:
    """Give a range of memory as an array in one piece; ``array`` is one of those that use it."""
    if not array.dtype.hasobject:
        return sys.modules["numpy"].asarray(Memory(start, end - start))
    while array.base is not None:
        array = array.base
    flat = array.ravel("K")
    first = (start - address(flat)) // array.itemsize
    return flat[first : first + (end - start) // array.itemsize]


def claim(values: Any, holder: Any) -> bool:
    """Have an array, or those that a pandas array consists of, saved without regard to whose memory it is.

    Returns:
        Whether another holder has claimed one of them before.
    """
    parts = (values, getattr(values, "_ndarray", None), *getattr(values, "__dict__", {}).values())
    holders = [ALONE.setdefault(id(part), (holder, part))[0] for part in parts if hasattr(part, "shape")]
    return any(known is not holder for known in holders)


def apart(block: Any) -> Any:
    """Give the values of a block as an object of their own where another block has them, too, and otherwise nothing."""
    values = block.values
    if not claim(values, block):
        return None
    values = values.view() if hasattr(values, "__array_interface__") else values.copy()
    claim(values, block)
    return values


def reduce_block(block: Any) -> Any:
    """Save what a frame consists of apart from all others: they share it until one of them is changed."""
    values = apart(block)
    if values is None:
        return None
    make, arguments, *rest = block.__reduce_ex__(5)
    return (make, (values, *arguments[1:]), *rest)


def reduce_manager(manager: Any) -> Any:
    """Save what a series consists of in the same way."""
    values = apart(manager.blocks[0])
    if values is None:
        return None
    reduced = manager.__reduce_ex__(5)
    reduced[2][1][0] = reduced[2][3]["0.14.1"]["blocks"][0]["values"] = values
    return reduced


def reduce_index(index: Any) -> None:
    """Leave an index, which nobody can change, to pandas."""
    claim(getattr(index, "_data", None), None)


def add_numpy(numpy: Any) -> None:
    """Have arrays saved by what this module knows."""
    REDUCERS[numpy.ndarray] = reduce_array
    # What NumPy itself writes of these cannot be read.
    REDUCERS[numpy.finfo] = lambda info: (numpy.finfo, (info.dtype,))


def add_pandas(pandas: Any) -> None:
    """Keep what frames and series share from being shared where a change of one would change the other, too."""
    add_numpy(sys.modules["numpy"])
    internals = sys.modules["pandas._libs.internals"]
    block = getattr(internals, "SharedBlock", None) or internals.Block
    on_write = getattr(pandas.options.mode, "copy_on_write", False)
    if on_write is True or int(pandas.__version__.partition(".")[0]) > 2:
        REDUCERS[block] = reduce_block
        REDUCERS[sys.modules["pandas.core.internals.managers"].SingleBlockManager] = reduce_manager
        REDUCERS[pandas.Index] = reduce_index


LIBRARY_TYPES["numpy"] = add_numpy
LIBRARY_TYPES["pandas"] = add_pandas
AGAIN.append(find_shared)
