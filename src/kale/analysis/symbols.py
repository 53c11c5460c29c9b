"""Cells become symbol tables."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from typing import Final

from kale.analysis.facts import Hints, Statement, StatementKind, SymbolTable
from kale.analysis.remarks import remarks_of, with_remarks
from kale.analysis.rules import NEWER_PYTHON, OVERSIZED_CELL, SYNTAX_ERROR, TOO_DEEP
from kale.analysis.scopes import FunctionNode
from kale.analysis.statements import StatementVisitor
from kale.analysis.values import Place
from kale.diagnostics import Diagnostic
from kale.pipeline import Cell

MAX_CELL: Final = 1024 * 1024
"""Characters that are read of a cell; no step can be given more when it starts, and parsing them would take minutes."""
_NO_CHARACTER: Final = re.compile("[\0\ud800-\udfff]")
_GRAMMAR_ERRORS: Final = ("invalid syntax", "expected", "f-string", "unmatched", "unterminated")


def symbol_table(
    cell: Cell,
    *,
    future_annotations: bool = False,
    hints: Hints = Hints(),  # noqa: B008 - frozen
) -> SymbolTable | Diagnostic:
    """Give what a cell binds, reads and changes, or the reason why it cannot be read.

    Args:
        cell: A code cell in plain Python.
        future_annotations: An earlier cell imported ``annotations`` from ``__future__``.
        hints: What to look out for.
    """
    tree = _parse(cell)
    if isinstance(tree, Diagnostic):
        return tree
    lines = cell.source.split("\n")
    statements = []
    try:
        for index, node in enumerate(tree.body):
            alone = _is_alone(tree.body, index)
            visitor = StatementVisitor(future_annotations=future_annotations, hints=hints)
            statement = _statement(node, visitor, lines, alone=alone)
            future_annotations = future_annotations or _imports_annotations(node)
            statements.append(statement)
    except RecursionError:
        return TOO_DEEP.at(cell.span(), "the cell's expressions are nested too deeply to be analysed")
    remarks, problems = remarks_of(cell)
    return SymbolTable(cell.number, tuple(with_remarks(statements, remarks)), tuple(problems))


def imports_future_annotations(table: SymbolTable) -> bool:
    """Whether cells below this one have annotations that are not evaluated."""
    return any(
        statement.kind is StatementKind.FUTURE and any(bind.name == "annotations" for bind in statement.bindings())
        for statement in table.statements
    )


def _parse(cell: Cell) -> ast.Module | Diagnostic:
    if len(cell.source) > MAX_CELL:
        return OVERSIZED_CELL.at(
            cell.span(),
            f"the cell holds {len(cell.source) // 1024:,} KiB of text; a step can be given {MAX_CELL // 1024:,} KiB",
            help="put the data into a file, and read it in the step",
        )
    odd = _NO_CHARACTER.search(cell.source)
    if odd is not None:
        return _odd_character(cell, odd)
    try:
        with warnings.catch_warnings():
            # Invalid escapes and the like are the notebook's own affair; the step reports them when it runs.
            warnings.simplefilter("ignore")
            tree = ast.parse(cell.source)
            _compile(tree)
            return tree
    except SyntaxError as error:
        return _syntax_error(cell, error)
    except (RecursionError, MemoryError):
        return TOO_DEEP.at(cell.span(), "the cell's expressions are nested too deeply to be analysed")
    except ValueError as error:
        return SYNTAX_ERROR.at(cell.span(), f"the cell cannot be read as Python: {error}")


def _odd_character(cell: Cell, found: re.Match[str]) -> Diagnostic:
    """Say that a cell holds what no source of Python may hold."""
    before = cell.source[: found.start()]
    line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
    code = ord(found.group())
    what = f"half of a surrogate pair (U+{code:04X}), which is no character" if code else "a NUL character"
    return SYNTAX_ERROR.at(
        cell.span(line, column, line, column + 1),
        f"the cell is not valid Python: it holds {what}",
        help="remove it, or write it as an escape sequence in a string",
    )


def _compile(tree: ast.Module) -> None:
    """Let Python find what is wrong beyond the grammar, such as a ``return`` outside of a function."""
    compile(tree, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _syntax_error(cell: Cell, error: SyntaxError) -> Diagnostic:
    line, column = error.lineno or 1, error.offset or 1
    end = max((error.end_lineno or line, error.end_offset or column), (line, column + 1))
    span = cell.span(line, column, *end)
    if error.msg.startswith(_GRAMMAR_ERRORS) and _is_newer_python(cell.source):
        return NEWER_PYTHON.at(
            span,
            "the cell uses syntax of a newer Python than the one that compiles it",
            help="run kale under the notebook's own Python",
        )
    return SYNTAX_ERROR.at(span, f"the cell is not valid Python: {error.msg}")


def _is_newer_python(source: str) -> bool:
    """Ask libcst, whose grammar does not depend on the running Python, whether the source is valid all the same."""
    import libcst

    if "\0" in source:
        return False
    try:
        libcst.parse_module(source)
    except (libcst.ParserSyntaxError, RecursionError, ValueError):
        return False
    return True


def _is_alone(body: Sequence[ast.stmt], index: int) -> bool:
    first = _first_line(body[index])
    before = index > 0 and (body[index - 1].end_lineno or 0) >= first
    after = index + 1 < len(body) and _first_line(body[index + 1]) <= (body[index].end_lineno or 0)
    return not before and not after


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _statement(node: ast.stmt, visitor: StatementVisitor, lines: Sequence[str], *, alone: bool) -> Statement:
    visitor.run([node])
    first, last = _first_line(node), node.end_lineno or node.lineno
    text = "\n".join(lines[first - 1 : last])
    if not alone:
        text = ast.get_source_segment("\n".join(lines), node) or text
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    blind: tuple[tuple[str, Place], ...] = tuple(visitor.blind)
    return Statement(
        kind=_kind(node),
        first_line=first,
        last_line=last,
        alone=alone,
        events=tuple(visitor.events),
        functions=tuple(visitor.functions),
        classes=tuple(visitor.classes),
        text=text,
        awaits=visitor.awaits,
        docstring=docstring,
        star_imports=tuple(visitor.star_imports),
        blind=blind,
    )


def _kind(node: ast.stmt) -> StatementKind:
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return StatementKind.FUTURE
    return StatementKind.DEFINITION if _defines(node) else StatementKind.VALUE


def _defines(node: ast.stmt) -> bool:
    if (
        isinstance(node, ast.Import | ast.ImportFrom | FunctionNode | ast.ClassDef)
        or type(node).__name__ == "TypeAlias"
    ):
        return True
    blocks = _blocks(node)
    inner = [child for block in blocks for child in block]
    return any(_defines(child) for child in inner) and all(_may_stand_beside(child) for child in inner)


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    if isinstance(node, ast.If):
        return [node.body, node.orelse]
    if isinstance(node, ast.Try):
        return [node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody]
    if isinstance(node, ast.With):
        return [node.body]
    return []


def _may_stand_beside(node: ast.stmt) -> bool:
    """Whether a statement inside ``if``, ``try`` or ``with`` keeps the whole a definition."""
    constant = isinstance(node, ast.Assign | ast.Expr) and isinstance(node.value, ast.Constant)
    return constant or isinstance(node, ast.Pass | ast.Raise) or _defines(node)


def _imports_annotations(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
    )
