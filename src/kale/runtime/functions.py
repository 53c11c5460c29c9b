"""Functions made by the notebook's code, saved as the place of their source and what they hold."""

from __future__ import annotations

import marshal
import sys
from importlib import import_module
from types import CellType, FunctionType, ModuleType
from typing import Any

from kale.runtime.namespace import NAMESPACE
from kale.runtime.pickling import CARRIED
from kale.runtime.registry import REDUCERS
from kale.runtime.sources import PLACES, all_codes, compile_source

MAKERS = sys.modules["kale_makers"] = ModuleType("kale_makers")
"""Where artifacts find the functions that make values again, whether the runtime is packed or not."""

ATTRIBUTES = (
    "__name__",
    "__qualname__",
    "__module__",
    "__doc__",
    "__defaults__",
    "__kwdefaults__",
    "__annotations__",
    "__type_params__",
    "__dict__",
)
TAG = sys.implementation.cache_tag


def shared(function: Any) -> Any:
    """Let artifacts refer to a function of the runtime."""
    function.__module__ = "kale_makers"
    setattr(MAKERS, function.__name__, function)
    return function


def found_by_name(value: Any) -> bool:
    """Whether a function or class is what its module has under its name."""
    found: Any = sys.modules.get(value.__module__)
    for name in value.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is value


def cell_contents(cell: CellType) -> list[Any]:
    """Give what a closure's variable holds, or nothing when it is not bound yet."""
    try:
        return [cell.cell_contents]
    except ValueError:
        return []


def reduce_cell(_: CellType) -> Any:
    """Save a closure's variable, empty: the functions that share it fill it."""
    return CellType, ()


def is_carried(value: Any) -> bool:
    """Whether the readers of the artifact have a function or class under its own name, as code."""
    return value.__qualname__.partition(".")[0] in CARRIED and found_by_name(value)


def reduce_function(function: FunctionType) -> Any:
    """Save a function as the place of its source, with its attributes and the contents of its closure."""
    if is_carried(function) or (function.__globals__ is not NAMESPACE and found_by_name(function)):
        return None
    code = function.__code__
    cells = function.__closure__ or ()
    place = PLACES.get(id(code)) or (TAG, marshal.dumps(code))
    home = function.__globals__.get("__name__")
    state = {name: getattr(function, name) for name in ATTRIBUTES if hasattr(function, name)}
    contents = [cell_contents(cell) for cell in cells]
    return make_function, (place, code.co_name, home, cells), (state, contents), None, None, fill_function


@shared
def make_function(place: tuple[Any, ...], name: str, home: str, cells: tuple[CellType, ...]) -> FunctionType:
    """Make a function again from its source, with the namespace of this process.

    Args:
        place: The source and the number of the code in it; for code that the notebook did not write, such as a
            dataclass's ``__init__``, the Python that made it and its bytecode.
        name: The code's own name.
        home: Name of the module whose namespace it uses.
        cells: The variables of its closure.

    Raises:
        ValueError: This Python makes something else of the source, or cannot read the bytecode.
    """
    if place[0] == TAG:
        code = marshal.loads(place[1])
    else:
        codes = all_codes(compile_source(*place[:4])) if len(place) > 2 else []
        code = codes[place[4]] if len(codes) > place[4] else None
    if code is None or code.co_name != name:
        raise ValueError(f"function {name} cannot be made again by this Python, {TAG}")
    return FunctionType(code, vars(import_module(home)), name, None, cells or None)


@shared
def fill_function(function: FunctionType, state: tuple[dict[str, Any], list[list[Any]]]) -> None:
    """Give a function its attributes, and its closure the values."""
    for name, value in state[0].items():
        if name == "__dict__":
            vars(function).update(value)
        else:
            setattr(function, name, value)
    for cell, contents in zip(function.__closure__ or (), state[1]):
        for value in contents:
            cell.cell_contents = value


REDUCERS[FunctionType] = reduce_function
REDUCERS[CellType] = reduce_cell
