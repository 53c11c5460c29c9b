"""Calls that name a method in a text or take it from a type, as the plain calls that they stand for."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final

from kale.analysis.nodes import dotted

ANY: Final = "*"
"""Stands in a method's name for what only running the code tells, as in ``getattr(model, "fit_" + kind)(data)``."""

_NAMES: Final = 2
_CALLERS: Final = frozenset({"methodcaller", "operator.methodcaller"})


def plain_call(node: ast.Call, is_hidden: Callable[[str], bool]) -> ast.Call | ast.Attribute:
    """Give what a call stands for; most calls stand for themselves.

    ``getattr(x, "fit")`` stands for ``x.fit``, ``getattr(x, "fit")(y)`` for ``x.fit(y)``, as do
    ``methodcaller("fit", y)(x)``, and ``type(x).fit(x, y)`` and ``x.__class__.fit(x, y)``.

    Args:
        node: The call.
        is_hidden: Whether a name stands for something of a function's own here.
    """
    made = node.func
    if isinstance(made, ast.Attribute):
        return node if isinstance(made.value, ast.Name) else _on_object(node, made)
    if isinstance(made, ast.Name):
        taken = _attribute(node, is_hidden) if made.id == "getattr" else None
        return taken if taken is not None and ANY not in taken.attr else node
    if not isinstance(made, ast.Call):
        return node
    if dotted(made.func) in _CALLERS and len(node.args) == 1 and made.args:
        name = _name(made.args[0])
        function = _attribute_of(node.args[0], name, node) if name is not None else made
        return _call(function, made.args[1:], made.keywords, node)
    function = _attribute(made, is_hidden) or made
    return node if function is made else _call(function, node.args, node.keywords, node)


def left_out(node: ast.Call, plain: ast.expr) -> list[ast.Name]:
    """Give the names in a call that do not stand in the plain code which it stands for, such as ``getattr``."""
    spoken_of = set(ast.walk(plain))
    return [name for name in ast.walk(node) if isinstance(name, ast.Name) and name not in spoken_of]


def _attribute(node: ast.Call, is_hidden: Callable[[str], bool]) -> ast.Attribute | None:
    """Give ``x.name`` for ``getattr(x, "name")``."""
    if not isinstance(node.func, ast.Name) or node.func.id != "getattr" or len(node.args) != _NAMES:
        return None
    name = None if is_hidden("getattr") or node.keywords else _name(node.args[1])
    return _attribute_of(node.args[0], name, node) if name is not None else None


def _name(node: ast.expr) -> str | None:
    """Give the name that an expression is; ``None`` for a constant that is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) and node.value.isidentifier() else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_name(node.left) or ANY) + (_name(node.right) or ANY)
    if isinstance(node, ast.JoinedStr):
        return "".join(_name(part) or ANY for part in node.values)
    return ANY


def _on_object(node: ast.Call, function: ast.Attribute) -> ast.Call:
    """Give ``x.name(y)`` for ``type(x).name(x, y)``."""
    owner = function.value
    held: ast.expr | None = None
    if isinstance(owner, ast.Attribute) and owner.attr == "__class__":
        held = owner.value
    elif isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "type" and owner.args:
        held = owner.args[0]
    first = node.args[0] if node.args else None
    if not (isinstance(held, ast.Name) and isinstance(first, ast.Name) and held.id == first.id):
        return node
    return _call(_attribute_of(first, function.attr, node), node.args[1:], node.keywords, node)


def _attribute_of(owner: ast.expr, name: str, node: ast.AST) -> ast.Attribute:
    return ast.copy_location(ast.Attribute(owner, name, ast.Load()), node)


def _call(function: ast.expr, args: list[ast.expr], keywords: list[ast.keyword], node: ast.Call) -> ast.Call:
    return ast.copy_location(ast.Call(function, args, keywords), node)
