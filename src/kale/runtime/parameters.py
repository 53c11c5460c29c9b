"""Values of pipeline parameters, as the platform hands them over."""

from __future__ import annotations

import json
from typing import Any

from kale.runtime.namespace import NAMESPACE
from kale.runtime.registry import OPERATIONS


def coerce(name: str, kind: str, value: Any) -> Any:
    """Give a parameter's value in its type, exactly.

    Args:
        name: The parameter.
        kind: ``int``, ``float``, ``number`` (an integer where it is whole), ``str``, ``bool``, ``list`` or ``dict``,
            with ``?`` after it when ``None`` is allowed.
        value: What the platform gave: JSON's value or, for all but strings, its text.

    Raises:
        ValueError: The value is not of that type, or is a whole number too large for the platform's doubles.
    """
    given, base = value, kind.rstrip("?")
    if value is None and base != kind:
        return None
    if isinstance(value, str) and base != "str":
        try:
            value = json.loads(value.lower() if base == "bool" else value)
        except ValueError:
            pass
    elif type(value) in (int, float) and abs(value) > 2**53:
        base = "float" if base == "float" else "an integer below 2**53"
    if type(value) in (int, float) and base in ("int", "float", "number"):
        whole = value % 1 == 0
        value = float(value) if base == "float" else int(value) if whole else value
        base = type(value).__name__ if base == "number" else base
    if type(value).__name__ != base:
        raise ValueError(f"parameter {name!r} takes {base}, not {given!r}")
    return value


def take_parameter(inputs: Any, name: str, kind: str, given: str) -> None:
    """Bind a pipeline parameter."""
    NAMESPACE[name] = coerce(name, kind, inputs.get("parameterValues", {}).get(given))


OPERATIONS["parameter"] = take_parameter
