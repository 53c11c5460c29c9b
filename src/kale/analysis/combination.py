"""What is known of values that are made of other values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from kale.analysis.values import NO_ROOTS, Items, Roots, Text, Value, Variable

NOTHING: Final = Value(immutable=True)


def union(
    values: Iterable[Value],
    *,
    roots: Roots | None = None,
    immutable: bool | None = None,
    text: Text | None = None,
    items: Items = (),
    container: bool = False,
    depth: int = 0,
) -> Value:
    """Give what is known of an object that may hold any of these values.

    Args:
        values: The values.
        roots: What it shares objects with; by default what any of the values does.
        immutable: Whether nothing can change the object; by default if nothing can change any of the values.
        text: How it is put together, when it is a text or a path.
        items: Texts that it holds.
        container: It is a display of elements, or a copy of one.
        depth: How deep displays are nested in it.
    """
    shared: Roots = NO_ROOTS
    mentions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    constant = True
    for value in values:
        shared |= value.roots
        mentions |= value.mentions
        calls |= value.calls
        passes |= value.passes
        captures |= value.captures
        constant = constant and value.immutable
        if value.attributes:
            attributes |= value.attributes
    return Value(
        roots=shared if roots is None else roots,
        mentions=mentions,
        calls=calls,
        passes=passes,
        captures=captures,
        immutable=constant if immutable is None else immutable,
        attributes=attributes,
        text=text,
        items=items,
        container=container,
        depth=depth,
    )


def fresh(
    values: Iterable[Value], *, immutable: bool = False, roots: Roots = NO_ROOTS, text: Text | None = None
) -> Value:
    """Give what is known of a new object computed from these values.

    Args:
        values: The values.
        immutable: It can not be changed.
        roots: What it shares objects with all the same.
        text: How it is put together, when it is a text or a path.
    """
    return union(values, roots=roots, immutable=immutable, text=text)


@lru_cache(maxsize=1024)
def variable_value(name: str) -> Value:
    """Give what is known of what a variable of the notebook stands for."""
    itself = frozenset((name,))
    return Value(roots=itself, alias=name, mentions=itself, text=(Variable(name),))


def depth_of(values: Iterable[Value]) -> int:
    """Give how deep a display of these values is nested."""
    return 1 + max((value.depth for value in values), default=0)


def handed_over(arguments: Iterable[Value]) -> frozenset[str]:
    """Give the names that arguments mention: functions among them may be called."""
    joined = union(arguments)
    return joined.mentions | joined.calls | joined.passes
