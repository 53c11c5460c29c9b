"""What a piece of source imports, read off its text."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

_FAILURES: Final = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_CALLS: Final = frozenset({"__import__", "import_module", "importorskip"})


@dataclass(frozen=True)
class Import:
    """One import of one module, or of a name that may be a module.

    Attributes:
        module: Dotted path of what must be importable; empty for a relative import of the package itself.
        names: Names taken out of the module, each of which may be a module of its own; ``*`` for all of them.
        level: How many dots stand in front, in a relative import.
        line: Line of the source, from 1.
        column: Column, from 1.
        conditional: It stands where it may not be carried out, or may fail and be caught.
    """

    module: str
    names: tuple[str, ...] = ()
    level: int = 0
    line: int = 1
    column: int = 1
    conditional: bool = False

    @property
    def root(self) -> str:
        """The first part of the module's path."""
        return self.module.partition(".")[0]

    @property
    def candidates(self) -> tuple[str, ...]:
        """Dotted paths of what may be a module, the longest first."""
        return (*(f"{self.module}.{name}" for name in self.names if name != "*"), self.module)


def parse(source: str) -> ast.Module | None:
    """Give the syntax tree of a source, or nothing where it is not Python."""
    try:
        with warnings.catch_warnings():
            # What the source does wrong is said where it runs.
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def imports_of(tree: ast.Module) -> tuple[Import, ...]:
    """Give all imports of a source, in functions too, but not those that only a type checker carries out."""
    return tuple(_in_statements(tree.body, conditional=False))


def _in_statements(body: Iterable[ast.stmt], *, conditional: bool) -> Iterator[Import]:
    for node in body:
        yield from _in_node(node, conditional=conditional)


def _in_node(node: ast.AST, *, conditional: bool) -> Iterator[Import]:
    match node:
        case ast.Import(names=aliases):
            for alias in aliases:
                yield _placed(Import(alias.name, conditional=conditional), node)
        case ast.ImportFrom(module=module, names=aliases, level=level):
            names = tuple(alias.name for alias in aliases)
            yield _placed(Import(module or "", names, level, conditional=conditional), node)
        case ast.If() if _is_type_checking(node.test):
            yield from _in_statements(node.orelse, conditional=conditional)
        case ast.If():
            is_main = ast.unparse(node.test).startswith("__name__ == ")
            yield from _in_node(node.test, conditional=conditional)
            yield from _in_statements([*node.body, *node.orelse], conditional=conditional or not is_main)
        case ast.Try():
            guarded = any(_catches(handler.type) for handler in node.handlers)
            yield from _in_statements([*node.body, *node.orelse], conditional=conditional or guarded)
            yield from _in_statements((part for h in node.handlers for part in h.body), conditional=True)
            yield from _in_statements(node.finalbody, conditional=conditional)
        case ast.With(items=items) if any("suppress" in ast.unparse(item.context_expr) for item in items):
            yield from _in_statements(node.body, conditional=True)
        case ast.Call(args=[ast.Constant(value=str(name)), *_]) if _is_import_call(node.func):
            found = Import(name.lstrip("."), level=len(name) - len(name.lstrip(".")), conditional=conditional)
            yield _placed(found, node)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _in_node(child, conditional=conditional)


def _placed(found: Import, node: ast.AST) -> Import:
    return replace(found, line=getattr(node, "lineno", 1), column=getattr(node, "col_offset", 0) + 1)


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING")


def _catches(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    parts = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(ast.unparse(part).rpartition(".")[2] in _FAILURES for part in parts)


def _is_import_call(function: ast.expr) -> bool:
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name in _CALLS
