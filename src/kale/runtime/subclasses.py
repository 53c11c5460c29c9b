"""What pickle leaves out of objects of a notebook's classes: attributes that a base knows nothing of, and methods.

A base from a library, such as ``datetime`` or an array, may say how its objects are saved without asking for the
attributes that a subclass gives them. A method is saved as the name that it has in its object's class, where another
one may stand under that name.
"""

from __future__ import annotations

from functools import lru_cache
from types import MethodType
from typing import Any

from kale.runtime.reducers import REDUCERS, shared

OTHERWISE = REDUCERS.get(object)
"""How objects of any type are saved without this module."""


@lru_cache(None)
def forgets_attributes(kind: type) -> bool:
    """Whether a type is saved by what a class of another package says, which does not know all its attributes."""
    says = next(base for base in kind.__mro__ if {"__reduce__", "__reduce_ex__"} & vars(base).keys())
    return says is not object and str(says.__module__).partition(".")[0] != str(kind.__module__).partition(".")[0]


def reduce_forgotten(value: Any) -> Any:
    """Save an object as it wants to be, and its attributes with it where they would be left out."""
    kind: Any = type(value)
    reduced = OTHERWISE and OTHERWISE(value)
    attributes = not reduced and kind.__dictoffset__ and getattr(value, "__dict__", None)
    if attributes and forgets_attributes(kind):
        reduced = value.__reduce_ex__(5)
        if not isinstance(reduced, str):
            state, *parts = [*reduced[2:5], None, None, None][:3]
            if state is None or hasattr(value, "__setstate__"):
                return (*reduced[:2], (state, attributes), *parts, give_state)
        return None
    return reduced


@shared
def give_state(value: Any, given: tuple[Any, dict[str, Any]]) -> None:
    """Give an object the state that its base class knows of, and all of its attributes."""
    state, attributes = given
    if state is not None:
        value.__setstate__(state)
    vars(value).update(attributes)


def reduce_method(method: MethodType) -> Any:
    """Save a method with its function where its object's class has another one of that name, or none."""
    function, owner = method.__func__, method.__self__
    home = owner if isinstance(owner, type) else type(owner)
    found = getattr(home, getattr(function, "__name__", ""), None)
    return None if getattr(found, "__func__", found) is function else (MethodType, (function, owner))


REDUCERS[object] = reduce_forgotten
REDUCERS[MethodType] = reduce_method
