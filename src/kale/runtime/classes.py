"""The state of classes that the notebook's code has changed after defining them."""

from __future__ import annotations

from types import GetSetDescriptorType, MemberDescriptorType
from typing import Any

PRIVATE = {"__dict__", "__weakref__", "__module__", "__qualname__", "__slots__", "_abc_impl"}


def defined_in(owner: type, value: Any) -> bool:
    """Whether a class's own source defines this attribute: a method, a property, an inner class."""
    inner = getattr(value, "__func__", None) or getattr(value, "fget", None) or getattr(value, "func", None) or value
    return str(getattr(inner, "__qualname__", "")).startswith(owner.__qualname__ + ".")


def class_state(owner: type) -> dict[str, Any]:
    """Give the attributes of a class that are data, or that were set from outside its source."""
    if hasattr(owner, "__members__"):
        return {}
    return {
        name: value
        for name, value in vars(owner).items()
        if not (name[:2] == "__" == name[-2:] or name in PRIVATE or defined_in(owner, value) or is_slot(value))
    }


def is_slot(value: Any) -> bool:
    """Whether an attribute of a class is the place of an instance's slot."""
    return isinstance(value, (MemberDescriptorType, GetSetDescriptorType))


def apply_class_state(owner: type, state: dict[str, Any]) -> None:
    """Bring a class that the step has defined into the state that an earlier step left it in."""
    for name in class_state(owner).keys() - state.keys():
        type.__delattr__(owner, name)
    fill_class(owner, state)


def fill_class(owner: type, state: dict[str, Any]) -> None:
    """Set attributes of a class, past what its metaclass makes of that."""
    for name, value in state.items():
        type.__setattr__(owner, name, value)
