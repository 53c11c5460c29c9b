"""What the platform is told of a value: its type, its shape, and what kind of artifact it is."""

from __future__ import annotations

import json
from typing import Any

from kale.runtime.reducers import KINDS


def kind_of(value: Any) -> tuple[str, str]:
    """Give what kind of artifact a value is, in the platform's words, and the library that makes it one."""
    for base in type(value).__mro__:
        root = str(base.__module__).partition(".")[0]
        for kind, (roots, names) in KINDS.items():
            if root in roots.split() and base.__name__ in names.split():
                return kind, root
    return "Artifact", ""


def metadata_of(values: dict[str, Any], size: int) -> dict[str, Any]:
    """Give what the platform is told of an artifact.

    Args:
        values: The variables in it.
        size: How many bytes it takes.
    """
    shown, facts = {}, {"kale_format": "kale1", "kale_bytes": size}
    for name, value in values.items():
        kind, library = kind_of(value)
        shown[name] = type_name(value) + (f" {value.shape}" if kind == "Dataset" and hasattr(value, "shape") else "")
        if len(values) == 1:
            facts["kale_kind"] = kind
            if kind == "Model":
                facts["framework"] = library
    return {**facts, "kale_variables": json.dumps(shown)[:2000]}


def type_name(value: object) -> str:
    """Give the full name of a value's type."""
    return f"{type(value).__module__}.{type(value).__qualname__}"
