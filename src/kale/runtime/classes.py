"""The state of classes that the notebook's code has changed after defining them."""

from __future__ import annotations

import sys
from types import GetSetDescriptorType, MemberDescriptorType, ModuleType
from typing import Any

from kale.runtime.reducers import exactly
from kale.runtime.registry import OPERATIONS

DEFAULTS = ("__defaults__", "__kwdefaults__")
UNCHANGING = {int, float, complex, bool, str, bytes, type(None)}
PRIVATE = {"__dict__", "__weakref__", "__module__", "__qualname__", "__slots__", "_abc_impl"}


def inner_of(value: Any) -> Any:
    """Give the function that a method of any kind is made of."""
    return getattr(value, "__func__", None) or getattr(value, "fget", None) or getattr(value, "func", None) or value


def defined_in(owner: type, value: Any) -> bool:
    """Whether a class's own source defines this attribute: a method, a property, an inner class."""
    # What makes up attributes is no method, and may raise anything.
    made_up = hasattr(type(value), "__getattr__")
    return not made_up and str(getattr(inner_of(value), "__qualname__", "")).startswith(owner.__qualname__ + ".")


def class_state(owner: type) -> dict[str, Any]:
    """Give the attributes of a class that are data, or that were set from outside its source.

    Defaults of its methods that can be changed are among them, as ``method.__defaults__``, and so is the state of
    classes inside it and of an enumeration's members.
    """
    state: dict[str, Any]
    members = getattr(owner, "__members__", None)
    if members is not None:
        state = {f"{name}.{part}": vars(members[name])[part] for name in members for part in vars(members[name])}
        # Values that cannot be hashed are looked for here.
        state.update((name, found) for name, found in vars(owner).items() if name.startswith("_unhashable_values_"))
        return state
    keep_sentinels(owner)
    state = {}
    for name, value in vars(owner).items():
        if defined_in(owner, value):
            inner = class_state(value) if isinstance(value, type) else changeable_defaults(inner_of(value))
            state.update((f"{name}.{part}", given) for part, given in inner.items())
        elif not (name[:2] == "__" == name[-2:] or name in PRIVATE or is_slot(value)):
            state[name] = value
    return state


def attribute_of(module: ModuleType, value: Any) -> Any:
    """Save a value as the attribute of a module that it is."""
    return next(((getattr, (module, name)) for name, found in vars(module).items() if found is value), None)


def keep_sentinels(owner: type) -> None:
    """Have the values that ``dataclasses`` tells by their identity, where a class is of its making, saved by name."""
    if hasattr(owner, "__dataclass_fields__"):
        module = sys.modules["dataclasses"]
        for value in vars(module).values():
            if type(value).__module__ == "dataclasses":
                exactly(type(value), lambda value: attribute_of(module, value))


def changeable_defaults(function: Any) -> dict[str, Any]:
    """Give the defaults of a function if any of them can be changed: those by position, and those by keyword."""
    found = {part: getattr(function, part, None) for part in DEFAULTS}
    return {part: given for part, given in found.items() if given and not {*map(type, values_of(given))} <= UNCHANGING}


def values_of(given: Any) -> Any:
    """Give the values among defaults."""
    return given.values() if isinstance(given, dict) else given


def is_slot(value: Any) -> bool:
    """Whether an attribute of a class is the place of an instance's slot."""
    return isinstance(value, (MemberDescriptorType, GetSetDescriptorType))


def apply_class_state(owner: type, state: dict[str, Any]) -> None:
    """Bring a class that the step has defined into the state that an earlier step left it in."""
    for name in class_state(owner).keys() - state.keys():
        if "." not in name:
            type.__delattr__(owner, name)
    fill_class(owner, state)


def fill_class(owner: type, state: dict[str, Any]) -> None:
    """Set attributes of a class, past what its metaclass makes of that, and of what its source defines inside it."""
    members = getattr(owner, "__members__", {})
    for name, value in state.items():
        first, dot, part = name.partition(".")
        held = members[first] if first in members else vars(owner).get(first)
        if not dot:
            type.__setattr__(owner, name, value)
        elif isinstance(held, type):
            fill_class(held, {part: value})
        else:
            object.__setattr__(held if members else inner_of(held), part, value)


OPERATIONS["class_state"] = class_state
OPERATIONS["apply_class_state"] = apply_class_state
