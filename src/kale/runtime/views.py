"""NumPy arrays as they are made again where they are loaded: views of memory that others use, too, and texts."""

from __future__ import annotations

from typing import Any

from kale.runtime.reducers import shared


@shared
def view_memory(memory: Any, start: int, shape: Any, dtype: Any, strides: Any, writable: bool) -> Any:
    """Make an array that is a view of another one's memory.

    Args:
        memory: An array in one piece: of bytes, or of elements that hold objects.
        start: How many bytes into the memory the view's first element stands.
        shape: Its shape.
        dtype: Its type.
        strides: Its strides.
        writable: Whether it can be written to.
    """
    if memory.dtype.hasobject:
        from numpy.lib.stride_tricks import as_strided

        index, offset = divmod(start, memory.itemsize)
        array = as_strided(memory[index:].getfield(dtype, offset), shape, strides)
    else:
        array = type(memory)(shape, dtype, memory, start, strides)
    if not writable:
        array.flags.writeable = False
    return array


@shared
def view_as(array: Any, kind: type) -> Any:
    """Make an array of a subclass that is a view of an array."""
    return array.view(kind)


@shared
def add_attributes(value: Any, attributes: dict[str, Any]) -> None:
    """Give a value attributes, past what its class makes of that."""
    vars(value).update(attributes)


@shared
def text_array(codes: Any, values: list[Any], shape: Any, order: Any) -> Any:
    """Make an array of objects.

    Args:
        codes: For each element the number of its value.
        values: The values.
        shape: The array's shape.
        order: How its elements follow each other in memory, ``C`` or ``F``.
    """
    import numpy

    table = numpy.array([*values, None], object)
    array = numpy.empty(len(codes), object)
    for start in range(0, len(codes), 1 << 16):
        array[start : start + (1 << 16)] = table[codes[start : start + (1 << 16)]]
    return array.reshape(shape, order=order)
