"""Python values in commands: ``{expression}`` and ``$name``.

IPython fills them in when the command runs, and leaves the whole command as it is when any of them fails. What fails
there is decided here from the names that the notebook binds, so that ``$HOME`` and the braces of a shell stay theirs.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kale.notebook.ipython.names import Names
from kale.notebook.ipython.outcome import UntranslatableError
from kale.notebook.rules import MALFORMED_MAGIC

_DOLLAR: Final = re.compile(r"\$(\$?[\w.]+)")


@dataclass(frozen=True)
class _Field:
    """A place in a command where a value goes."""

    expression: str
    conversion: str = ""


def expand(text: str, names: Names) -> str:
    """Give a Python expression for the text that IPython would make of ``text``.

    Args:
        text: A command or a magic's arguments.
        names: The variables that can be meant.

    Raises:
        UntranslatableError: An expression binds a name, which it would do in a namespace of its own.
    """
    pieces = _pieces(text)
    if pieces is None or not all(_can_evaluate(piece, names) for piece in pieces if isinstance(piece, _Field)):
        return repr(text)
    template, arguments = "", []
    for piece in pieces:
        if isinstance(piece, _Field):
            template += f"{{!{piece.conversion}}}" if piece.conversion else "{}"
            arguments.append(_argument(piece.expression))
        else:
            template += piece.replace("{", "{{").replace("}", "}}")
    if not arguments:
        return repr(template.format())
    return f"{template!r}.format({', '.join(arguments)})"


def _pieces(text: str) -> list[str | _Field] | None:
    """Give literal text and fields in order, or nothing where the braces do not pair."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return None
    pieces: list[str | _Field] = []
    for literal, name, specification, conversion in parsed:
        pieces += _dollars(literal)
        if name is not None:
            pieces.append(_Field(f"{name}:{specification}" if specification else name, conversion or ""))
    return pieces


def _dollars(literal: str) -> Iterator[str | _Field]:
    """Give the text and the ``$name`` fields of a literal; those between single quotes are the shell's."""
    position = 0
    text = ""
    for found in _DOLLAR.finditer(literal):
        if literal.count("'", found.end()) % 2:
            continue
        text += literal[position : found.start()]
        position = found.end()
        if found.group(1).startswith("$"):
            text += found.group(1)
        else:
            yield text
            yield _Field(found.group(1))
            text = ""
    yield text + literal[position:]


def _can_evaluate(field: _Field, names: Names) -> bool:
    try:
        tree = ast.parse(field.expression.strip(" \t"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if field.conversion not in ("", "s", "r", "a"):
        return False
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    own = {node.id for node in nodes if not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return all(node.id in own or node.id in names for node in nodes)


def _argument(expression: str) -> str:
    tree = ast.parse(expression.strip(" \t"), mode="eval")
    if any(isinstance(node, ast.NamedExpr) for node in ast.walk(tree)):
        raise UntranslatableError(
            MALFORMED_MAGIC,
            f"the expression {expression!r} in a command binds a name",
            help="compute the value on a line of its own",
        )
    return ast.unparse(tree).replace("\n", " ")
