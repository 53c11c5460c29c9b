"""Source text without the space that only people need."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

_Position: TypeAlias = tuple[int, int]
_FORMATTED_START: Final = getattr(tokenize, "FSTRING_START", -1)
_FORMATTED_END: Final = getattr(tokenize, "FSTRING_END", -1)
"""From Python 3.12 on a formatted string is several tokens."""


@dataclass(frozen=True)
class _Line:
    """A line of a program.

    Attributes:
        depth: How many blocks it is in.
        text: What stands on it.
    """

    depth: int
    text: str


def compact(program: ast.Module) -> str:
    """Give the source of ``program``, simple statements joined, blocks indented by one space.

    Where a string goes over several lines, space may belong to it, so that the source stays as it is.
    """
    wide = ast.unparse(program)
    if '"""' in wide or "'''" in wide:
        return wide
    lines = [_line(line) for line in wide.split("\n") if line]
    return _without_spaces("\n".join(" " * line.depth + line.text for line in _join(lines)))


def _line(line: str) -> _Line:
    text = line.lstrip(" ")
    return _Line((len(line) - len(text)) // 4, text)


def _join(lines: Sequence[_Line]) -> Iterator[_Line]:
    """Join neighbouring simple statements, and put a block of nothing else behind its header."""
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if _opens_block(lines, index - 1):
            end = _simple_run(lines, index)
            fills_block = end > index and (end == len(lines) or lines[end].depth <= line.depth)
            if fills_block:
                yield _Line(line.depth, line.text + ";".join(part.text for part in lines[index:end]))
                index = end
            else:
                yield line
        elif line.text.startswith("@"):
            yield line
        else:
            end = _simple_run(lines, index - 1)
            yield _Line(line.depth, ";".join(part.text for part in lines[index - 1 : end]))
            index = end


def _simple_run(lines: Sequence[_Line], start: int) -> int:
    """Give the index after the simple statements that follow each other from ``start`` on."""
    end = start
    while end < len(lines) and lines[end].depth == lines[start].depth and not lines[end].text.startswith("@"):
        if _opens_block(lines, end):
            break
        end += 1
    return end


def _opens_block(lines: Sequence[_Line], index: int) -> bool:
    return index + 1 < len(lines) and lines[index + 1].depth > lines[index].depth


def _without_spaces(text: str) -> str:
    """Take out the spaces between tokens that stay apart without them."""
    lines = text.split("\n")
    kept: list[list[str]] = [[] for _ in lines]
    row, end = 0, 0
    for start, finish, word in _words(text):
        parts = kept[start[0] - 1]
        if start[0] != row:
            parts.append(lines[start[0] - 1][: start[1]])
        elif start[1] > end and _would_merge(parts[-1], word):
            parts.append(" ")
        parts.append(word)
        row, end = finish
    return "\n".join("".join(parts) for parts in kept)


def _words(text: str) -> Iterator[tuple[_Position, _Position, str]]:
    """Give the tokens of a program with their places; a formatted string is one, whatever is in it."""
    lines = text.split("\n")
    opened: list[_Position] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == _FORMATTED_START:
            opened.append(token.start)
        elif token.type == _FORMATTED_END:
            start = opened.pop()
            if not opened:
                yield start, token.end, lines[start[0] - 1][start[1] : token.end[1]]
        elif not opened and token.string.strip():
            yield token.start, token.end, token.string


def _would_merge(left: str, right: str) -> bool:
    if _is_word(left[-1]):
        # A number before a point reads as a fraction.
        return _is_word(right[0]) or (right[0] == "." and left[0].isdigit())
    return left[-1] == "." and right[0].isdigit()


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
