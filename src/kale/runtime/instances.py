"""Objects of the notebook's own classes, made again without running what these do when objects are made or changed.

Pickle makes an object of a class that derives from a builtin type by the class's own ``__new__``, ``__init__``,
``__setitem__`` or ``append``, with what the object holds by now: what these convert would be converted once more.
And it asks an object without attributes yet how to set them, which a ``__getattr__`` may answer without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from copyreg import _slotnames, dispatch_table  # type: ignore[attr-defined]  # what pickle itself uses
from functools import lru_cache
from typing import Any

from kale.runtime.reducers import OWN, REDUCERS, shared

HOOKS = ("__reduce_ex__", "__reduce__", "__getstate__", "__setstate__", "__getnewargs_ex__", "__getnewargs__")
"""What a class says of how its objects are saved; one that says something is left to pickle."""

STANDARD = {"builtins", "collections", "datetime", "decimal", "fractions", "pathlib"}
"""Modules of Python whose classes are known to hold no more than what :func:`reduce_own` saves of them."""

ATTRIBUTE_HOOKS = ("__getattr__", "__getattribute__", "__setattr__")


def is_own(value: Any) -> bool:
    """Whether a class or function is of the notebook, or of a module that travels with it."""
    return str(getattr(value, "__module__", "")).partition(".")[0] in OWN


@lru_cache(None)
def base_of(kind: Any) -> Any:
    """Give the class of Python or of a library that objects of an own class are to be made by; ``None`` for pickle."""
    methods = {"__new__", "__reduce__", "__reduce_ex__"}
    base: Any = next(base for base in kind.__mro__ if not is_own(base) and methods & vars(base).keys())
    # Named tuples have the last hook, which says no more than that of a tuple.
    hooks = HOOKS[: 5 if base is tuple else 6]
    known = str(base.__module__).partition(".")[0] in STANDARD and base is not type
    if not is_own(kind) or not known or kind in dispatch_table:
        return None
    if any(getattr(kind, hook, None) is not getattr(base, hook, None) for hook in hooks):
        return None
    own = [name for name in ("__new__", "__init__", *ATTRIBUTE_HOOKS) if is_own(getattr(kind, name, None))]
    if base is object:
        needed = bool({*own}.intersection(ATTRIBUTE_HOOKS)) or needs_arguments(kind.__new__)
    else:
        needed = bool(own) or base.__init__ is not object.__init__
    return base if needed else None


def needs_arguments(make: Any) -> bool:
    """Whether a class's ``__new__`` cannot be called with the class alone."""
    code = getattr(make, "__code__", None)
    given = len(getattr(make, "__defaults__", None) or ()) + len(getattr(make, "__kwdefaults__", None) or ())
    return code is not None and code.co_argcount + code.co_kwonlyargcount - given > 1


def is_made_anew(base: Any) -> bool:
    """Whether objects are made empty, and filled afterwards."""
    return base is object or base.__init__ is not object.__init__


def is_held(value: Any) -> bool:
    """Whether a class of an object holds it, by itself or in a container, as those do that keep what they have made."""
    held = [found for kind in type(value).__mro__ if is_own(kind) for found in vars(kind).values()]
    held += [[*found.values()] for found in held if isinstance(found, Mapping)]
    return any(item is value for items in (held, *held) if isinstance(items, (list, tuple, set)) for item in items)


def reduce_own(value: Any) -> Any:
    """Save an object with what its base knows of it, its attributes and its slots.

    Raises:
        TypeError: It would be another object than the one that its class has remembered.
    """
    kind: Any = type(value)
    base = base_of(kind)
    if base is None:
        return None
    if is_made_anew(base) and needs_arguments(kind.__new__) and is_held(value):
        raise TypeError(f"{kind.__name__} makes objects of arguments, in its __new__, and has remembered this one")
    arguments, filled = (), issubclass(base, (dict, list))
    if base.__reduce__ is not object.__reduce__ or base.__reduce_ex__ is not object.__reduce_ex__:
        make, arguments, *rest = base.__reduce_ex__(value, 2)
        if make is not kind:
            return None
        filled = bool(rest[1:])
    elif hasattr(base, "__getnewargs__"):
        arguments = base.__getnewargs__(value)
    content: Any = ()
    if filled:
        content = dict(base.items(value)) if issubclass(base, dict) else [*base.__iter__(value)]
    attributes = object.__getattribute__(value, "__dict__") if kind.__dictoffset__ else None
    state = base, content, attributes, slots_of(value, {*_slotnames(kind)}.difference(_slotnames(base)))
    return make_own, (base, kind, arguments), state, None, None, fill_own


def slots_of(value: Any, names: set[str]) -> dict[str, Any]:
    """Give what stands in slots of an object, but for empty ones."""
    found = {}
    for name in sorted(names):
        try:
            found[name] = object.__getattribute__(value, name)
        except AttributeError:
            continue
    return found


@shared
def make_own(base: Any, kind: Any, arguments: tuple[Any, ...]) -> Any:
    """Make an object again, by its base and still without what it holds."""
    if not is_made_anew(base):
        return base.__new__(kind, *arguments)
    # A class that has but one object gives that.
    maker: Any = base if needs_arguments(kind.__new__) else kind
    made = maker.__new__(kind)
    if base is not object:
        base.__init__(made, *arguments)
    return made


@shared
def fill_own(value: Any, state: tuple[Any, Any, Any, dict[str, Any]]) -> None:
    """Give an object its items, its very dictionary of attributes, and what stands in its slots."""
    base, content, attributes, slots = state
    if isinstance(content, dict):
        for key, item in content.items():
            base.__setitem__(value, key, item)
    elif content:
        base.extend(value, content)
    if attributes is not None:
        object.__setattr__(value, "__dict__", attributes)
    for name, item in slots.items():
        object.__setattr__(value, name, item)


REDUCERS[object] = reduce_own
