"""Objects whose dictionary of attributes something else holds as well, as after ``settings = vars(arguments)``."""

from __future__ import annotations

from copyreg import __newobj__, dispatch_table  # type: ignore[attr-defined]  # what pickle itself uses
from typing import Any

from kale.runtime.instances import HOOKS, reduce_own
from kale.runtime.reducers import REDUCERS, shared


def reduce_instance(value: Any) -> Any:
    """Save an object with its very dictionary, of which pickle would make a copy when it is loaded."""
    reduced = reduce_own(value)
    kind = type(value)
    attributes = kind.__dictoffset__ and getattr(value, "__dict__", None)
    plain = all(getattr(kind, hook, None) is getattr(object, hook, None) for hook in ("__new__", *HOOKS))
    if reduced or type(attributes) is not dict or not plain or kind in dispatch_table or hasattr(kind, "__slots__"):
        return reduced
    return __newobj__, (kind,), attributes, None, None, give_attributes


@shared
def give_attributes(value: Any, attributes: dict[str, Any]) -> None:
    """Let a dictionary be the one that holds an object's attributes."""
    object.__setattr__(value, "__dict__", attributes)


REDUCERS[object] = reduce_instance
