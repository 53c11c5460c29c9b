"""Which names of the notebook a cell mentions, read off its compiled code.

The analysis plays no part in this: what is to be compared must not be chosen by what is being checked.
"""

from __future__ import annotations

import ast
import dis
import inspect
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Final

_GLOBAL: Final = frozenset({"LOAD_GLOBAL", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"})
_RUN_AT_ONCE: Final = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})
_LOCAL: Final = frozenset({"LOAD_NAME", "STORE_NAME", "DELETE_NAME"})


@dataclass(frozen=True)
class Mentions:
    """The names that some code mentions.

    Attributes:
        direct: Names that the code itself mentions.
        inner: Names of the notebook that functions defined in it mention, by the name under which each is defined.
    """

    direct: frozenset[str]
    inner: Mapping[str, frozenset[str]]


def mentions_of(source: str) -> Mentions:
    """Give the names that code mentions.

    Args:
        source: Python source of a cell, which the compiler has accepted before.
    """
    tree = _parse(source)
    inner: dict[str, frozenset[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign):
            names = frozenset(_global_names(_compile([node])))
            for name in _defined(node):
                inner[name] = inner.get(name, frozenset()) | names
    return Mentions(frozenset(_direct_names(_compile(tree.body))), inner)


def reached(names: Iterable[str], inner: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Give names with all that functions among them mention, and so on.

    Args:
        names: The names to start from.
        inner: What the functions of the notebook mention, by name.
    """
    found: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(inner.get(name, ()))
    return frozenset(found)


def _parse(source: str) -> ast.Module:
    with warnings.catch_warnings():
        # What is doubtful in the notebook's text was reported when it was compiled.
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _compile(body: list[ast.stmt]) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code: CodeType = compile(ast.Module(body, []), "<cell>", "exec", flags, dont_inherit=True)
        return code


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    else:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _direct_names(code: CodeType) -> Iterator[str]:
    """Give the names of the notebook that code mentions where it runs by itself, not in functions that it defines."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in _LOCAL | _GLOBAL:
            yield str(instruction.argval)
    for inner in _inner_codes(code):
        if not inner.co_flags & inspect.CO_OPTIMIZED or inner.co_name in _RUN_AT_ONCE:
            yield from _direct_names(inner)


def _global_names(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in _GLOBAL or instruction.opname == "LOAD_NAME":
            yield str(instruction.argval)
    for inner in _inner_codes(code):
        yield from _global_names(inner)


def _inner_codes(code: CodeType) -> Iterator[CodeType]:
    return (constant for constant in code.co_consts if isinstance(constant, CodeType))
