"""Classes that get their ``__init__`` from what their body says of their fields: dataclasses and their kin."""

from __future__ import annotations

import ast
from typing import Final

from kale.analysis.scopes import base_path

_MAKERS: Final = frozenset({"dataclass", "define", "frozen", "attrs", "s", "NamedTuple", "BaseModel", "Struct"})
_FIELDS: Final = frozenset({"field", "ib", "attrib", "Field"})
FACTORY_ARGUMENTS: Final = frozenset({"default_factory", "factory"})
"""Arguments that take a function which is called for each instance, not where it is handed over."""


def makes_field(callee: str | None) -> bool:
    """Whether a call, by its dotted path as written, says of a field what it is like, as ``dataclasses.field`` does."""
    return (callee or "").rpartition(".")[2] in _FIELDS


def types_named_in(node: ast.ClassDef) -> frozenset[str]:
    """Give the names in the bases of a class and in its annotations, such as those of type variables."""
    parts: list[ast.expr | None] = [*node.bases]
    for child in ast.walk(node):
        if isinstance(child, ast.arg | ast.AnnAssign):
            parts.append(child.annotation)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            parts.append(child.returns)
    every = (name for part in parts if part is not None for name in ast.walk(part))
    return frozenset(name.id for name in every if isinstance(name, ast.Name))


def has_fields(node: ast.ClassDef) -> bool:
    """Whether a class is one whose instances hold the values of its fields, or else their defaults."""
    decorators = (part.func if isinstance(part, ast.Call) else part for part in node.decorator_list)
    return any((base_path(part) or "").rpartition(".")[2] in _MAKERS for part in (*decorators, *node.bases))
