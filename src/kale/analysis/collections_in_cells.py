"""Calls whose text shows that they put lists or the like into the cells of a frame or series."""

from __future__ import annotations

import ast
from typing import Final

from kale.analysis.knowledge import words

APPLYING: Final = words("apply map agg aggregate transform applymap")
"""Methods that put into each cell what a function gives for it."""

_SPLITTING: Final = words("split rsplit findall")
_COLLECTING: Final = frozenset({"list", "set", "dict", "sorted"})
_MADE: Final = (ast.List, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)


def fills_cells(node: ast.Call) -> bool:
    """Whether the text of a call shows that it puts lists or the like into cells, as ``names.str.split()`` does."""
    if not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr in _SPLITTING:
        accessor = isinstance(node.func.value, ast.Attribute) and node.func.value.attr == "str"
        return accessor and not any(keyword.arg == "expand" for keyword in node.keywords)
    given = (*node.args, *(keyword.value for keyword in node.keywords))
    return node.func.attr in APPLYING and any(map(_collects, given))


def _collects(node: ast.expr) -> bool:
    """Whether a function gives a list or the like for each cell."""
    if isinstance(node, ast.Lambda):
        body = node.body
        called = body.func if isinstance(body, ast.Call) else None
        split = isinstance(called, ast.Attribute) and called.attr in _SPLITTING
        return isinstance(body, _MADE) or split or (isinstance(called, ast.Name) and called.id in _COLLECTING)
    if isinstance(node, ast.Dict):
        return any(map(_collects, node.values))
    return isinstance(node, ast.Name) and node.id in _COLLECTING
