"""Where the code of a pipeline mentions a name."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from kale.diagnostics import Span
from kale.pipeline.code import CodeBlock

_SCOPES: Final = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


class Mention(NamedTuple):
    """A name in the code.

    Attributes:
        name: The name.
        binds: Whether it is given a meaning here; otherwise its meaning is used.
        span: Where it stands in the notebook.
    """

    name: str
    binds: bool
    span: Span


def mentions(block: CodeBlock) -> tuple[Mention, ...]:
    """Give the names of the notebook that some code mentions, in the order in which they stand there.

    Names that only mean something inside a function are left out. Code that is no Python mentions nothing.
    """
    return _mentions(block.text, block.cell, block.line, block.cell_id)


@lru_cache(maxsize=4096)
def _mentions(text: str, cell: int, line: int, cell_id: str | None) -> tuple[Mention, ...]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    lines = text.split("\n")
    found = [Mention(name, binds, _span(lines, node, cell, line, cell_id)) for name, binds, node in _names(tree)]
    return tuple(sorted(found, key=lambda mention: (mention.span.line, mention.span.column, mention.binds)))


def _names(tree: ast.Module) -> Iterator[tuple[str, bool, ast.expr | ast.stmt]]:
    pending: list[tuple[ast.AST, frozenset[str]]] = [(tree, frozenset())]
    while pending:
        node, local = pending.pop()
        if isinstance(node, ast.Name) and node.id not in local:
            yield node.id, not isinstance(node.ctx, ast.Load), node
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name not in local:
            yield node.name, True, node
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], True, node
        inside = local | _own_names(node) if isinstance(node, _SCOPES) else local
        pending.extend((child, inside) for child in ast.iter_child_nodes(node))


def _own_names(scope: ast.AST) -> frozenset[str]:
    """Give the names that mean something of their own inside a function or comprehension."""
    shared = {name for node in ast.walk(scope) if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}
    arguments = {node.arg for node in ast.walk(scope) if isinstance(node, ast.arg)}
    stored = {node.id for node in ast.walk(scope) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return frozenset((arguments | stored) - shared)


def _span(lines: list[str], node: ast.expr | ast.stmt, cell: int, line: int, cell_id: str | None) -> Span:
    end_line = node.lineno if isinstance(node, ast.FunctionDef | ast.ClassDef) else node.end_lineno or node.lineno
    end = len(lines[end_line - 1].encode()) if end_line != node.end_lineno else node.end_col_offset or 0
    return Span(
        cell=cell,
        line=node.lineno + line - 1,
        column=_column(lines[node.lineno - 1], node.col_offset),
        end_line=end_line + line - 1,
        end_column=_column(lines[end_line - 1], end),
        cell_id=cell_id,
    )


def _column(line: str, offset: int) -> int:
    """Turn an offset in bytes into a column in characters, from 1."""
    return len(line.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore")) + 1
