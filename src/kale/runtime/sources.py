"""The text of cells, and the code objects made from it."""

from __future__ import annotations

import _ast  # not what is built upon it, which takes longer to import
import linecache
from collections.abc import Callable, Iterable
from types import CodeType
from typing import Any

FUTURES = 0x1FE0000
"""The bits of ``co_flags`` that ``from __future__ import`` statements set."""

COMPILED: dict[tuple[object, ...], list[CodeType]] = {}
"""For each source that was compiled: its code, and that of its last expression when it ends in one."""

PLACES: dict[int, tuple[object, ...]] = {}
"""For each code object, by its ``id``: the source it comes from, and its number among the source's code objects."""


def remember_lines(file: str, line: int, text: str) -> None:
    """Show a source to ``linecache``, so that tracebacks, warnings and ``inspect`` find its lines."""
    entry = linecache.cache.get(file)
    lines: list[str] = entry[2] if entry and len(entry) > 2 else []
    fresh = [part + "\n" for part in text.split("\n")]
    lines += ["\n"] * (line - 1 + len(fresh) - len(lines))
    lines[line - 1 : line - 1 + len(fresh)] = fresh
    linecache.cache[file] = (len(text), None, lines, file)


def compile_source(
    file: str, line: int, text: str, flags: int, rewrite: Callable[..., None] | None = None, details: Iterable[Any] = ()
) -> list[CodeType]:
    """Compile a source; an expression at its end is compiled by itself, so that its value can be shown.

    Args:
        file: What tracebacks call it, such as ``<train.ipynb cell 3>``.
        line: The line of the cell on which it starts.
        text: The source.
        flags: The ``__future__`` flags that earlier sources have set.
        rewrite: What changes the syntax tree, but no function in it.
        details: What it is given besides.

    Raises:
        SyntaxError: The text is not Python.
    """
    place = file, line, text, flags
    if place not in COMPILED:
        remember_lines(file, line, text)
        flags |= _ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        tree = compile("\n" * (line - 1) + text, file, "exec", flags | _ast.PyCF_ONLY_AST, True)
        if rewrite:
            rewrite(tree, *details)
        last = [tree.body.pop()] if ends_in_value(tree, "\n" * (line - 1) + text) else []
        found = [compile(tree, file, "exec", flags, True)]
        flags |= found[0].co_flags & FUTURES
        found += [compile(_ast.Expression(node.value), file, "eval", flags, True) for node in last]
        COMPILED[place] = found
        for number, code in enumerate(all_codes(found)):
            PLACES[id(code)] = (*place, number)
    return COMPILED[place]


def ends_in_value(tree: _ast.Module, text: str) -> bool:
    """Whether a source ends in an expression whose value is shown, which a semicolon after it prevents."""
    if not tree.body or not isinstance(tree.body[-1], _ast.Expr):
        return False
    last: Any = tree.body[-1]
    rest: bytes = text.split("\n")[last.end_lineno - 1].encode()[last.end_col_offset :]
    return rest.lstrip(b" )")[:1] != b";"


def all_codes(found: list[CodeType]) -> list[CodeType]:
    """Give code objects and all those inside them, in an order that every Python agrees on."""
    every: list[CodeType] = []
    for code in found:
        every.append(code)
        inner = [part for part in code.co_consts if isinstance(part, CodeType)]
        # From Python 3.12 on, comprehensions have no code of their own.
        every += [part for part in all_codes(inner) if not part.co_name.endswith("comp>")]
    return every
