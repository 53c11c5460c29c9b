"""Classes that the notebook's code makes while it runs: inside functions, or by calling ``type`` and the like."""

from __future__ import annotations

import builtins
import os
import types
from _abc import _get_dump  # type: ignore[import-not-found]
from abc import ABCMeta
from collections import namedtuple
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from kale.runtime.classes import PRIVATE, attribute_of, defined_in, fill_class, is_slot, keep_sentinels
from kale.runtime.exceptions import exception_state, reduce_exception, says_itself
from kale.runtime.functions import found_by_name, is_carried
from kale.runtime.namespace import NAMESPACE
from kale.runtime.reducers import REDUCERS, exactly, shared

TOKENS: dict[type, str] = {}
"""For each class that was saved or loaded by value, what tells it from all others in the run."""

LOADED: dict[str, type] = {}

FIRST = ("__module__", "__slots__", "__orig_bases__", "_fields", "_field_defaults", "_boundary_")
"""Attributes that a class, or a named tuple, must have from the start."""


def generated(value: Any) -> bool:
    """Whether an attribute of a named tuple is one that ``namedtuple`` makes."""
    function = getattr(value, "__func__", value)
    return type(value).__module__ == "collections" or getattr(function, "__globals__", NAMESPACE) is not NAMESPACE


def reduce_class(owner: type) -> Any:
    """Save a class that its readers do not carry as code: its name, bases and attributes."""
    if owner.__module__ == "builtins" and not hasattr(builtins, owner.__name__):
        return attribute_of(types, owner)
    # Before Python 3.12, what makes classes of data says that they are of the module types.
    if owner.__module__ not in ("__main__", "types") or is_carried(owner):
        return None
    if isinstance(owner, ABCMeta) and _get_dump(owner)[0]:
        raise TypeError(f"other classes are registered as subclasses of {owner.__qualname__}, which would be lost")
    keep_sentinels(owner)
    token = TOKENS.setdefault(owner, os.urandom(8).hex())
    content = vars(owner)
    members = {name: member.value for name, member in getattr(owner, "__members__", {}).items()}
    first = {name: content[name] for name in FIRST if name in content}
    first["__qualname__"] = owner.__qualname__
    named = "_field_defaults" in first
    rest = {
        name: value
        for name, value in content.items()
        if name not in PRIVATE
        and not is_slot(value)
        and (not members or defined_in(owner, value))
        and not (named and generated(value))
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
    maker: Any
    if token not in LOADED:
        if members:
            body = meta.__prepare__(name, bases)
            boundary = content.pop("_boundary_", None)
            for key, value in {**content, **members}.items():
                body[key] = value
            owner: type = (partial(meta, boundary=boundary) if boundary else meta)(name, bases, body)
        elif "_field_defaults" in content:
            defaults = content["_field_defaults"].values()
            maker = namedtuple
            owner = maker(name, content["_fields"], rename=True, defaults=defaults, module="__main__")
        else:
            maker = ABCMeta if issubclass(meta, ABCMeta) else type
            owner = without_hooks(bases, lambda: maker.__new__(meta, name, bases, content))
        type.__setattr__(owner, "__qualname__", content["__qualname__"])
        LOADED[token] = owner
        TOKENS[owner] = token
    return LOADED[token]


def without_hooks(bases: tuple[type, ...], make: Callable[[], type]) -> type:
    """Make a class without running once more what its bases do when they get a subclass."""
    line = {base: vars(base) for root in bases for base in root.__mro__ if base.__module__ == "__main__"}
    hooks = {base: content["__init_subclass__"] for base, content in line.items() if "__init_subclass__" in content}
    for base in hooks:
        type.__delattr__(base, "__init_subclass__")
    made = make()
    for base, hook in hooks.items():
        type.__setattr__(base, "__init_subclass__", hook)
    return made


@shared
def fill_made_class(owner: type, state: dict[str, Any]) -> None:
    """Give a class that was made again its attributes."""
    fill_class(owner, state)


REDUCERS[type] = reduce_class
exactly(property, lambda made: (property, (made.fget, made.fset, made.fdel, made.__doc__)))
exactly(cached_property, lambda made: (cached_property, (made.func,), {"attrname": made.attrname}))
exactly(staticmethod, lambda made: (staticmethod, (made.__func__,)))
exactly(classmethod, lambda made: (classmethod, (made.__func__,)))


def reduce_own_exception(error: BaseException) -> Any:
    """Save an exception of a notebook's class, whose ``__init__`` may take other arguments than it hands on."""
    kind: Any = type(error)
    if kind.__module__ != "__main__" or says_itself(kind):
        return reduce_exception(error)
    return make_exception, (kind, error.args), exception_state(error, *error.__reduce_ex__(4)[2:])


@shared
def make_exception(kind: type[BaseException], arguments: tuple[Any, ...]) -> BaseException:
    """Make an exception again without running what its class does when it is made."""
    base = next(base for base in kind.__mro__ if base.__module__ != "__main__")
    return base.__new__(kind, *arguments)


REDUCERS[BaseException] = reduce_own_exception
