"""The names that a notebook binds, which decide what ``$name`` and ``{name}`` in a command mean."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from kale.builtin_names import BUILTIN_NAMES

_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*")


class Names(Protocol):
    """Knows which names are Python variables."""

    def __contains__(self, name: object, /) -> bool:
        """Tell whether a name can be a variable where the command runs."""


class AnyName:
    """Takes every name for a variable."""

    def __contains__(self, name: object, /) -> bool:
        """Say yes."""
        return True


class NotebookNames:
    """The names that the cells of a notebook bind, and those of Python itself.

    A cell is looked into when a command asks for a name that stands in it, because most notebooks have no command.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = tuple(sources)
        self._bound: dict[int, frozenset[str]] = {}

    def __contains__(self, name: object, /) -> bool:
        """Tell whether some cell binds the name, or Python has it."""
        text = str(name)
        return text in BUILTIN_NAMES or any(
            text in source and text in self._names_in(index) for index, source in enumerate(self._sources)
        )

    def _names_in(self, index: int) -> frozenset[str]:
        if index not in self._bound:
            self._bound[index] = frozenset(names_bound_in(self._sources[index]))
        return self._bound[index]


def names_bound_in(source: str) -> Iterator[str]:
    """Give the names that a cell binds in any scope; every name in it when it cannot be parsed."""
    from kale.notebook.ipython.translation import translate

    plain = translate(source, frozenset()).source
    try:
        tree = ast.parse(plain)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield from _IDENTIFIER.findall(plain)
        return
    for node in ast.walk(tree):
        yield from bound_names(node)


def bound_names(node: ast.AST) -> Iterator[str]:
    """Give the names that a node of a syntax tree binds by itself."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case ast.alias(name=name, asname=None):
            yield name.partition(".")[0]
        case ast.alias(asname=str(name)):
            yield name
