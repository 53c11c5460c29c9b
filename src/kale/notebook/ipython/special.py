"""Finding IPython syntax in a cell: where it starts and ends, and what stands there."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kale.notebook.ipython.lexing import Lexer, Statement

_INDENT: Final = re.compile(r"[ \t\f]*")
_ASSIGNED: Final = re.compile(r"(?:[ \t]|\\\n)*(?:%(?=[^\W\d])|!(?!=))")
_HELP: Final = re.compile(r"%{0,2}(?!\d)[\w*]+(?:\.(?!\d)[\w*]+|\[-?[0-9]+\])*\?{1,2}\s*$")


class Kind(enum.Enum):
    """What a piece of IPython syntax is."""

    MAGIC = "%"
    SHELL = "!"
    CAPTURED_SHELL = "!!"
    HELP = "?"
    QUICK_CALL = "/"


@dataclass(frozen=True)
class Special:
    """One piece of IPython syntax.

    Attributes:
        kind: What it is.
        start: Offset of its first character, the escape.
        end: Offset after its last character, the line break not included.
        text: What follows the escape, continued lines joined.
        is_value: Whether it stands right of an assignment.
    """

    kind: Kind
    start: int
    end: int
    text: str
    is_value: bool = False


def find_special(source: str) -> Iterator[Special]:
    """Give the pieces of IPython syntax in a cell, in order."""
    lexer = Lexer(source)
    position = 0
    while position < len(source):
        indent = _INDENT.match(source, position)
        start = indent.end() if indent else position
        special = _at_start(source, start)
        if special is None:
            statement = lexer.statement(start)
            special = _in_statement(source, statement)
            position = statement.end + 1
        if special is not None:
            yield special
            position = special.end + 1


def lines_inside_strings(source: str) -> frozenset[int]:
    """Give the numbers, from 0, of the lines of plain Python that start inside a string."""
    lexer = Lexer(source)
    position = 0
    while position < len(source):
        position = lexer.statement(position).end + 1
    return frozenset(
        line
        for start, end in lexer.strings
        for line in range(source.count("\n", 0, start) + 1, source.count("\n", 0, end) + 1)
    )


def _at_start(source: str, start: int) -> Special | None:
    escape = source[start : start + 1]
    if not escape or escape not in "%!?/,;":
        return None
    end, text = _continued(source, start)
    if _HELP.search(text) or escape == "?":
        return Special(Kind.HELP, start, end, text)
    if text.startswith("!!"):
        return Special(Kind.CAPTURED_SHELL, start, end, text[2:])
    if escape in "/,;":
        return Special(Kind.QUICK_CALL, start, end, text)
    return Special(Kind(escape), start, end, text[1:])


def _in_statement(source: str, statement: Statement) -> Special | None:
    if statement.assignment is not None:
        escape = _ASSIGNED.match(source, statement.assignment)
        if escape is not None:
            start = escape.end() - 1
            end, text = _continued(source, start)
            return Special(Kind(source[start]), start, end, text[1:], is_value=True)
    if statement.asks_for_help and _HELP.search(source, statement.start, statement.end):
        text = source[statement.start : statement.end]
        return Special(Kind.HELP, statement.start, statement.end, text)
    return None


def _continued(source: str, start: int) -> tuple[int, str]:
    """Give the end of the line at ``start``, and its text with the lines that backslashes add to it."""
    pieces: list[str] = []
    position = start
    while True:
        end = source.find("\n", position)
        end = len(source) if end < 0 else end
        line = source[position:end]
        if not line.endswith("\\") or end == len(source):
            pieces.append(line.rstrip())
            return end, " ".join(pieces)
        pieces.append(line[:-1])
        position = end + 1
