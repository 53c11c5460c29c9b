"""Small helpers for Python syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Final

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)

_LEAVES: Final = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "name", "names", "kind", "type_comment"})
"""Fields in which there is no node with content, except in imports."""

_FIELDS: Final[dict[type[ast.AST], tuple[str, ...]]] = {}
"""The other fields of each kind of node that was met, last first."""


def walk(root: ast.AST) -> list[ast.AST]:
    """Give ``root`` and all nodes inside it in the order of the source, those without content left out."""
    found: list[ast.AST] = []
    pending = [root]
    while pending:
        node = pending.pop()
        found.append(node)
        pending.extend(children(node))
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """Give the nodes directly inside ``node``, last first, those without content left out."""
    found: list[ast.AST] = []
    for name in _fields_with_content(type(node)):
        value = getattr(node, name, None)
        if isinstance(value, list):
            found.extend([item for item in reversed(value) if isinstance(item, ast.AST)])
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def _fields_with_content(kind: type[ast.AST]) -> tuple[str, ...]:
    fields = _FIELDS.get(kind)
    if fields is None:
        leaves = frozenset[str]() if issubclass(kind, ast.Import | ast.ImportFrom) else _LEAVES
        fields = _FIELDS[kind] = tuple(name for name in reversed(kind._fields) if name not in leaves)
    return fields


def blocks_of(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Give the blocks of statements inside ``statement``, in order; changing a block changes the statement."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(statement, name, None)
        if isinstance(block, list):
            yield block
        if name == "body":
            for handler in getattr(statement, "handlers", ()):
                yield handler.body


def statements_in(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Give the statements and all that are inside them."""
    for statement in body:
        yield statement
        for block in blocks_of(statement):
            yield from statements_in(block)


def bindings(node: ast.AST) -> Iterator[str]:
    """Give the names that ``node`` itself binds."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.ExceptHandler)):
        if node.name:
            yield node.name
    elif isinstance(node, ast.alias):
        yield bound_name(node)


def occurrences(node: ast.AST) -> Iterator[str]:
    """Give the names that ``node`` itself binds, reads or declares."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Global | ast.Nonlocal):
        yield from node.names
    else:
        yield from bindings(node)


def bound_name(alias: ast.alias) -> str:
    """Give the name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def names_bound_by(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Give the names that statements bind at their own level, and those of comprehensions there."""
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        yield from bindings(node)
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            pending.extend(children(node))
