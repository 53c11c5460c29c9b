"""Saying in a notebook how objects of a type are saved."""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from typing import Any, TypeVar

Reducer = TypeVar("Reducer", bound=Callable[[Any], Any])


def serializer(kind: type) -> Callable[[Reducer], Reducer]:
    """Have objects of a type saved by the function that follows.

    The function is given an object and returns what ``__reduce__`` would: a function and its arguments that make the
    object again. Subclasses of the type are not affected. The image of the steps must have kale; the standard
    library's ``copyreg.pickle(kind, function)`` does the same without.

    Args:
        kind: The type.

    Raises:
        TypeError: ``kind`` is not a class.
    """
    if not isinstance(kind, type):
        raise TypeError(f"serializer() takes a class, not {kind!r}")

    def register(function: Reducer) -> Reducer:
        copyreg.pickle(kind, function)
        return function

    return register
