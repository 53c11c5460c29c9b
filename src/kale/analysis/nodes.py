"""What nodes of the syntax tree say without being evaluated."""

from __future__ import annotations

import ast
from typing import Any, Final

from kale.analysis.values import Place

ON_THE_SPOT: Final = "@"
"""Stands in front of a module in a dotted path that begins with ``__import__("module")``."""

_NAMESPACE_CALLS: Final = frozenset({"globals", "locals", "vars", "dir"})


def place_of(node: ast.AST) -> Place:
    """Give the place of a node, columns counted from 1."""
    found: Any = node  # whether it has a place depends on its kind
    try:
        line, column = found.lineno, found.col_offset
        return Place(line, column + 1, found.end_lineno or line, (found.end_col_offset or column) + 1)
    except AttributeError:
        return Place(1, 1, 1, 1)


def dotted(node: ast.expr) -> str | None:
    """Give ``a.b.c`` for a chain of attributes on a name, else ``None``."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        return ".".join([node.id, *reversed(parts)])
    module = imported_on_the_spot(node)
    return ".".join([f"{ON_THE_SPOT}{module}", *reversed(parts)]) if module is not None else None


def imported_on_the_spot(node: ast.expr) -> str | None:
    """Give ``os`` for ``__import__("os")``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__import__" and node.args:
        argument = node.args[0]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." not in argument.value:
            return argument.value
    return None


def namespace_key(node: ast.expr) -> str | None:
    """Give ``x`` for ``globals()["x"]`` and its relatives."""
    if (
        isinstance(node, ast.Subscript)
        and _is_namespace(node.value)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    ):
        return node.slice.value
    return None


def membership_key(node: ast.Compare) -> str | None:
    """Give ``x`` for ``"x" in globals()``."""
    if (
        len(node.ops) == 1
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and _is_namespace(node.comparators[0])
        and isinstance(node.left, ast.Constant)
        and isinstance(node.left.value, str)
    ):
        return node.left.value
    return None


def _is_namespace(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _NAMESPACE_CALLS
        and not node.args
    )
