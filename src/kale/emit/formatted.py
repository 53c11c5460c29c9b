"""Formatted strings that every Python reads.

From Python 3.12 on a formatted string may hold strings in its own kind of quotes, and ``ast.unparse`` writes it
so; older Pythons, in which the program may have to run, cannot read that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from kale.emit.trees import walk


def with_readable_strings(statements: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Give the statements with ``str.format`` in place of formatted strings that have strings inside."""
    return [_Rewriter().visit(statement) if _is_affected(statement) else statement for statement in statements]


def _is_affected(statement: ast.stmt) -> bool:
    return any(isinstance(node, ast.JoinedStr) and _holds_text(node) for node in walk(statement))


def _holds_text(formatted: ast.JoinedStr) -> bool:
    values = (part.value for part in walk(formatted) if isinstance(part, ast.FormattedValue))
    return any(
        isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))
        for value in values
        for node in walk(value)
    )


class _Rewriter(ast.NodeTransformer):
    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        if not _holds_text(node):
            return node
        arguments: list[ast.expr] = []
        template = _template(node, arguments)
        function = ast.Attribute(value=ast.Constant(template), attr="format", ctx=ast.Load())
        return ast.Call(func=function, args=[self.visit(argument) for argument in arguments], keywords=[])


def _template(formatted: ast.JoinedStr, arguments: list[ast.expr]) -> str:
    """Give the text for ``str.format``; the values that it takes, in their order, are added to ``arguments``."""
    parts: list[str] = []
    for part in formatted.values:
        if isinstance(part, ast.FormattedValue):
            arguments.append(part.value)
            conversion = f"!{chr(part.conversion)}" if part.conversion >= 0 else ""
            specification = part.format_spec
            inner = f":{_template(specification, arguments)}" if isinstance(specification, ast.JoinedStr) else ""
            parts.append(f"{{{conversion}{inner}}}")
        elif isinstance(part, ast.Constant):
            parts.append(str(part.value).replace("{", "{{").replace("}", "}}"))
    return "".join(parts)
