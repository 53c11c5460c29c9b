"""Frames and series of pandas, and long arrays of texts, of which frames are full.

What frames and series consist of they share with others only until one of them is changed; nothing of that may be left
where they are loaded.
"""

from __future__ import annotations

import sys
from typing import Any

from kale.runtime.arrays import ALONE, IN_ONE_PIECE, add_numpy
from kale.runtime.reducers import LIBRARY_TYPES, REDUCERS
from kale.runtime.views import text_array

LONG = 1 << 16
"""Elements of an array of texts that are looked at together; a shorter one is left to NumPy."""


def reduce_texts(array: Any) -> Any:
    """Save a long array of texts that occur again and again, or are missing, as numbers and each text once."""
    if array.dtype.char != "O" or array.size < LONG:
        return None
    order = "C" if array.flags.c_contiguous else "F"
    flat = array.ravel(order)
    known: dict[Any, int] = {}
    codes = sys.modules["numpy"].empty(flat.size, "u2")
    for start in range(0, flat.size, LONG):
        part = flat[start : start + LONG].tolist()
        # Others may be equal without being the same, such as 1 and True, or a text of a subclass.
        if not {*map(type, part)} <= {str, float, type(None)}:
            return None
        for value in dict.fromkeys(part):
            known.setdefault(value, len(known))
        if len(known) > LONG // 2:
            return None
        codes[start : start + LONG] = [*map(known.__getitem__, part)]
    if any(type(value) is float and value == value for value in known):  # noqa: PLR0124
        return None
    return text_array, (codes, [*known], array.shape, order)


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


def reduce_index(index: Any) -> Any:
    """Leave an index, which nobody can change, to pandas, but for attributes of its own."""
    claim(getattr(index, "_data", None), None)
    return reduce_frame(index)


def reduce_frame(value: Any) -> Any:
    """Save a frame, series or index with attributes of its own, as after ``train.name = "train"``; pandas does not."""
    reduced = [*value.__reduce_ex__(5), None]
    hidden = getattr(value, "_internal_names_set", ())
    for name, found in vars(value).items():
        # What the class has under a name, such as an accessor, it makes again; an index has none to list.
        if not (name in hidden or hasattr(type(value), name) or (name[0] == "_" and not hidden)):
            reduced[2] = {name: found, **(reduced[2] or {})}
    return tuple(reduced[:6])


def add_pandas(pandas: Any) -> None:
    """Save what frames and series have, and what they share not as shared: a change of one would change the other."""
    add_numpy(sys.modules["numpy"])
    REDUCERS[pandas.DataFrame] = REDUCERS[pandas.Series] = reduce_frame
    internals = sys.modules["pandas._libs.internals"]
    block = getattr(internals, "SharedBlock", None) or internals.Block
    on_write = getattr(pandas.options.mode, "copy_on_write", False)
    if on_write is True or int(pandas.__version__.partition(".")[0]) > 2:
        REDUCERS[block] = reduce_block
        REDUCERS[sys.modules["pandas.core.internals.managers"].SingleBlockManager] = reduce_manager
        REDUCERS[pandas.Index] = reduce_index


LIBRARY_TYPES["pandas"] = add_pandas
IN_ONE_PIECE.append(reduce_texts)
