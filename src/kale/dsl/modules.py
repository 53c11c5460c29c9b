"""The source of Python files that hold step functions and pipelines."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, eq=False)
class ModuleSource:
    """The source of a Python file.

    Attributes:
        path: The file, as Python knows it.
        lines: Its lines.
        tree: Its syntax tree.
    """

    path: str
    lines: tuple[str, ...]
    tree: ast.Module

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name

    def definition(self, code: CodeType) -> FunctionNode | None:
        """Give the definition that a function's code was made from; ``None`` when the file holds another by now."""
        for node in ast.walk(self.tree):
            if isinstance(node, FunctionNode) and node.name == code.co_name and first_line(node) == code.co_firstlineno:
                return node
        return None


def source_of(function: Callable[..., object]) -> ModuleSource | None:
    """Give the source of the file that a function stands in; ``None`` when there is no such file."""
    code = getattr(function, "__code__", None)
    return source_at(code.co_filename) if isinstance(code, CodeType) else None


def source_at(path: str) -> ModuleSource | None:
    """Give the source of a Python file; ``None`` when it cannot be read."""
    try:
        status = Path(path).stat()
        return _read(path, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError, SyntaxError):
        return None


def first_line(node: ast.stmt) -> int:
    """Give the line on which a statement starts, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


@lru_cache(maxsize=64)
def _read(path: str, _time: int, _size: int) -> ModuleSource:
    with tokenize.open(path) as file:
        text = file.read()
    return ModuleSource(path, tuple(text.split("\n")), ast.parse(text))
