"""Classes that the notebook's code makes while it runs: inside functions, or by calling ``type`` and the like."""

from __future__ import annotations

import os
from abc import ABCMeta
from types import MappingProxyType
from typing import Any

from kale.runtime.classes import PRIVATE, defined_in, fill_class, is_slot
from kale.runtime.functions import found_by_name, is_carried, shared
from kale.runtime.namespace import NAMESPACE
from kale.runtime.registry import REDUCERS

TOKENS: dict[type, str] = {}
"""For each class that was saved or loaded by value, what tells it from all others in the run."""

LOADED: dict[str, type] = {}


def reduce_class(owner: type) -> Any:
    """Save a class that its readers do not carry as code: its name, bases and attributes."""
    if owner.__module__ != "__main__" or is_carried(owner):
        return None
    token = TOKENS.setdefault(owner, os.urandom(8).hex())
    content = vars(owner)
    members = {name: member.value for name, member in getattr(owner, "__members__", {}).items()}
    first = {name: content[name] for name in ("__module__", "__qualname__", "__slots__") if name in content}
    rest = {
        name: value
        for name, value in content.items()
        if name not in PRIVATE and not is_slot(value) and (not members or defined_in(owner, value))
    }
    if members:
        first.update(rest)
        rest = {}
    known = found_by_name(owner)
    arguments = token, known, type(owner), owner.__name__, owner.__bases__, first, members
    return make_class, arguments, rest, None, None, fill_made_class


@shared
def make_class(
    token: str,
    known: bool,
    meta: Any,
    name: str,
    bases: tuple[type, ...],
    content: dict[str, Any],
    members: dict[str, Any],
) -> type:
    """Make a class again, still without most of its attributes, or give the one that this process has already.

    Args:
        token: What tells the class from all others in the run.
        known: It stood under its own name where it was saved; the one under that name here is the same.
        meta: Its metaclass.
        name: Its name.
        bases: Its bases.
        content: Attributes that it must have from the start.
        members: Values of an enumeration's members.
    """
    existing = NAMESPACE.get(name)
    if known and isinstance(existing, type):
        return existing
    if token not in LOADED:
        if members:
            body = meta.__prepare__(name, bases)
            for key, value in {**content, **members}.items():
                body[key] = value
            owner = meta(name, bases, body)
        else:
            maker: Any = ABCMeta if issubclass(meta, ABCMeta) else type
            owner = maker.__new__(meta, name, bases, content)
        LOADED[token] = owner
        TOKENS[owner] = token
    return LOADED[token]


@shared
def fill_made_class(owner: type, state: dict[str, Any]) -> None:
    """Give a class that was made again its attributes."""
    fill_class(owner, state)


REDUCERS[type] = reduce_class
REDUCERS[MappingProxyType] = lambda proxy: (MappingProxyType, (dict(proxy),))
REDUCERS[property] = lambda made: (property, (made.fget, made.fset, made.fdel, made.__doc__))
REDUCERS[staticmethod] = lambda made: (staticmethod, (made.__func__,))
REDUCERS[classmethod] = lambda made: (classmethod, (made.__func__,))
