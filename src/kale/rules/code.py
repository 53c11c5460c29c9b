"""The syntax trees of a notebook's cells, with names as they are known outside of it."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kale.analysis.program import span_of
from kale.analysis.symbols import MAX_CELL
from kale.analysis.values import Place
from kale.builtin_names import BUILTIN_NAMES
from kale.diagnostics import Span
from kale.pipeline import Cell

_NodeT = TypeVar("_NodeT", bound=ast.AST)


@dataclass(frozen=True)
class ParsedCell:
    """A cell that takes part, and its syntax tree.

    Attributes:
        cell: The cell in plain Python.
        tree: Its syntax tree.
        changed: Numbers of the lines on which the cell as written is not plain Python.
    """

    cell: Cell
    tree: ast.Module
    changed: frozenset[int]

    def span(self, node: ast.expr | ast.stmt) -> Span:
        """Give the place of a node."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return span_of(self.cell, Place(node.lineno, node.col_offset + 1, end_line, end_column + 1))

    def wrote(self, node: ast.AST) -> bool:
        """Whether a node stands in the notebook as it stands here."""
        first = getattr(node, "lineno", None)
        return first is None or self.changed.isdisjoint(range(first, (getattr(node, "end_lineno", None) or first) + 1))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes that the user wrote."""
        return tuple(node for node in ast.walk(self.tree) if self.wrote(node))


def parsed_cell(cell: Cell, original: str) -> ParsedCell | None:
    """Parse a cell; ``None`` for one that is not valid Python.

    Args:
        cell: The cell in plain Python.
        original: Its source as written.
    """
    if len(cell.source) > MAX_CELL:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(cell.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return ParsedCell(cell, tree, _changed_lines(cell.source, original))


def _changed_lines(source: str, original: str) -> frozenset[int]:
    if source == original:
        return frozenset()
    pairs = zip(source.split("\n"), original.split("\n"), strict=False)
    return frozenset(number for number, (now, before) in enumerate(pairs, start=1) if now != before)


class Names:
    """What the names in a notebook stand for outside of it: modules, what is imported from them, and builtins.

    Args:
        cells: The parsed cells.
    """

    def __init__(self, cells: Iterable[ParsedCell]) -> None:
        self._imported: dict[str, str] = {}
        self._bound: set[str] = set()
        for cell in cells:
            for node in cell.nodes:
                self._note(node)

    def qualified(self, node: ast.expr) -> str | None:
        """Give the dotted path of what an expression names, such as ``numpy.random.seed`` for ``np.random.seed``.

        ``None`` for a variable of the notebook and all that is reached through one.
        """
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id in self._bound:
            return None
        root = self._imported.get(node.id) or (node.id if node.id in BUILTIN_NAMES else None)
        return ".".join((root, *reversed(parts))) if root else None

    def _note(self, node: ast.AST) -> None:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    self._imported[alias.asname or alias.name.partition(".")[0]] = (
                        alias.name if alias.asname else alias.name.partition(".")[0]
                    )
            case ast.ImportFrom(module=str(module), names=names, level=0):
                self._imported.update({alias.asname or alias.name: f"{module}.{alias.name}" for alias in names})
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                self._bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                self._bound.add(name)


def nodes_of(cells: Iterable[ParsedCell], kind: type[_NodeT]) -> Iterator[tuple[ParsedCell, _NodeT]]:
    """Give the nodes of one kind in all cells, each with its cell."""
    for cell in cells:
        for node in cell.nodes:
            if isinstance(node, kind):
                yield cell, node
