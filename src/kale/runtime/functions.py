"""Functions made by the notebook's code, saved as the place of their source and what they hold."""

from __future__ import annotations

import marshal
import sys
from gc import get_referents
from types import CellType, CodeType, FunctionType, MappingProxyType, ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from kale.runtime.reducers import CARRIED, REDUCERS, shared
from kale.runtime.sources import PLACES, all_codes, compile_source

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


def found_by_name(value: Any) -> bool:
    """Whether a function or class is what its module has under its name."""
    found: Any = sys.modules.get(value.__module__)
    for name in value.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is value


def is_carried(value: Any) -> bool:
    """Whether the readers of the artifact have a function or class under its own name, from a library or as code."""
    return found_by_name(value) and (value.__module__ != "__main__" or value.__qualname__.partition(".")[0] in CARRIED)


def reduce_function(function: FunctionType) -> Any:
    """Save a function as the place of its source, with its attributes and the contents of its closure.

    Raises:
        TypeError: Its globals are not those of a module, because ``exec`` made it.
    """
    if is_carried(function):
        return None
    from importlib import import_module

    code = function.__code__
    cells = function.__closure__ or ()
    place = PLACES.get(id(code)) or (TAG, marshal.dumps(code))
    home = import_module(function.__globals__["__name__"])
    if vars(home) is not function.__globals__:
        raise TypeError(f"{code.co_name}() has its own globals")
    attributes = {name: getattr(function, name) for name in ATTRIBUTES if hasattr(function, name)}
    # A variable of a closure that is not bound yet has no contents.
    state = attributes, [[] if cell == CellType() else [cell.cell_contents] for cell in cells]
    return make_function, (place, signature(code), home, cells), state, None, None, fill_function


def signature(code: CodeType) -> tuple[object, ...]:
    """Give what every Python agrees on of a function's code, to tell it from others of its source."""
    count = code.co_argcount + code.co_kwonlyargcount
    return code.co_name, code.co_firstlineno, code.co_freevars, code.co_varnames[:count]


@shared
def make_cell() -> CellType:
    """Make a closure's variable, empty: the functions that share it fill it."""
    return CellType()


@shared
def make_function(
    place: tuple[Any, ...], expected: tuple[object, ...], home: ModuleType, cells: tuple[CellType, ...]
) -> FunctionType:
    """Make a function again from its source, with the namespace of this process.

    Args:
        place: The source and the number of the code in it; for code that the notebook did not write, such as a
            dataclass's ``__init__``, the Python that made it and its bytecode.
        expected: The code's signature.
        home: The module whose namespace it uses.
        cells: The variables of its closure.

    Raises:
        ValueError: This Python makes something else of the source, or cannot read the bytecode.
    """
    if place[2:]:
        codes = all_codes(compile_source(*place[:4]))[place[4] :]
    else:
        codes = [marshal.loads(place[1])] if place[0] == TAG else []
    if not codes or signature(codes[0]) != expected:
        raise ValueError(f"{TAG} cannot make {expected[0]}()")
    return FunctionType(codes[0], vars(home), None, None, cells or None)


@shared
def fill_function(function: FunctionType, state: tuple[dict[str, Any], list[list[Any]]]) -> None:
    """Give a function its attributes, and its closure the values."""
    for name, value in state[0].items():
        setattr(function, name, value)
    for cell, contents in zip(function.__closure__ or (), state[1]):
        for value in contents:
            cell.cell_contents = value


@shared
def make_proxy(held: Any) -> Any:
    """Let a mapping be read and not changed; its class has no name by which pickle finds it."""
    return MappingProxyType(held)


REDUCERS[FunctionType] = reduce_function
REDUCERS[CellType] = lambda _: (make_cell, ())
# What functions of ``functools.singledispatch`` hold, which would not get past pickle.
REDUCERS[MappingProxyType] = lambda proxy: (make_proxy, (*get_referents(proxy),))
REDUCERS[WeakKeyDictionary] = lambda held: (WeakKeyDictionary, (dict(held),))
