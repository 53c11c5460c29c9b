"""What the names of a pipeline's code are bound to, wherever that happens and whether or not it does."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

_BIND_ANYTHING: Final = frozenset({"exec", "eval", "globals", "locals", "vars", "setattr"})
"""Functions with which code can bind any name to anything."""

_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass
class BoundNames:
    """The bindings of names in all of a pipeline's code.

    Attributes:
        values: The expressions whose values a name is bound to; ``None`` for what it is bound to otherwise.
        origins: Dotted names of what is imported under a name.
        classes: The classes that the code defines under a name.
        opaque: The code may bind any name to anything.
    """

    values: dict[str, list[ast.expr | None]] = field(default_factory=dict)
    origins: dict[str, set[str]] = field(default_factory=dict)
    classes: dict[str, list[ast.ClassDef]] = field(default_factory=dict)
    opaque: bool = False

    @classmethod
    def of(cls, texts: Iterable[str], parameters: Iterable[str] = ()) -> BoundNames:
        """Give the bindings of code; code that Python cannot parse may bind anything.

        Args:
            texts: The code.
            parameters: Names that are bound before it runs.
        """
        found = cls()
        for tree in map(_parsed, texts):
            found.opaque = found.opaque or tree is None
            for node in _nodes(tree) if tree is not None else ():
                found._add(node)
        for name in parameters:
            found._bind(name, None)
        return found

    def origin_of(self, value: ast.expr) -> str | None:
        """Give the dotted name of what is imported, or a part of it, under a name that stands for nothing else."""
        attributes: list[str] = []
        while isinstance(value, ast.Attribute):
            attributes.append(value.attr)
            value = value.value
        if not isinstance(value, ast.Name) or value.id in self.values or value.id in self.classes:
            return None
        origins = self.origins.get(value.id, set())
        return ".".join([*origins, *reversed(attributes)]) if len(origins) == 1 else None

    def _bind(self, name: str, value: ast.expr | None) -> None:
        self.values.setdefault(name, []).append(value)

    def _bind_target(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            self._bind(target.id, value)
        else:
            stored = (node for node in ast.walk(target) if isinstance(node, ast.Name))
            for name in [node.id for node in stored if isinstance(node.ctx, ast.Store)]:
                self._bind(name, None)

    def _add(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind_target(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            if node.value is not None:
                self._bind_target(node.target, node.value)
        elif isinstance(node, ast.AugAssign | ast.For | ast.AsyncFor | ast.comprehension):
            self._bind_target(node.target, None)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self._bind_target(node.optional_vars, None)
        else:
            self._add_statement(node)

    def _add_statement(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._add_import(node)
        elif isinstance(node, ast.ClassDef):
            self.classes.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Global):
            for name in node.names:
                self._bind(name, None)
        elif isinstance(node, ast.Name):
            self.opaque = self.opaque or node.id in _BIND_ANYTHING
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            if node.name is not None:
                self._bind(node.name, None)
        elif isinstance(node, ast.MatchMapping) and node.rest is not None:
            self._bind(node.rest, None)

    def _add_import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            if alias.name == "*":
                self.opaque = True
            elif isinstance(node, ast.ImportFrom):
                origin = f"{'.' * node.level}{node.module or ''}.{alias.name}"
                self.origins.setdefault(alias.asname or alias.name, set()).add(origin)
            else:
                self.origins.setdefault(alias.asname or top, set()).add(alias.name if alias.asname else top)


def _parsed(text: str) -> ast.Module | None:
    """Give the tree of code; nothing where this Python cannot read it, as in a pipeline that another one has made."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """Give the nodes of code; of what has a scope of its own only what concerns the names outside."""
    pending: list[tuple[ast.AST, bool]] = [(tree, False)]
    while pending:
        node, inside = pending.pop()
        if not inside or isinstance(node, ast.Global | ast.Name):
            yield node
        inside = inside or isinstance(node, _SCOPES)
        pending.extend((child, inside) for child in ast.iter_child_nodes(node))
