"""Source text without the parentheses that ``ast.unparse`` writes around parts that stay together without them."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from keyword import iskeyword
from typing import Final

_CALLED: Final = frozenset(")]}")
_KEPT_AFTER: Final = frozenset({"[", "except"})
"""Older Pythons want the parentheses that newer ones can do without there."""


def without_parentheses(text: str) -> str:
    """Give a program without needless parentheses."""
    return "\n".join(_freed(statement) for statement in _statements(text))


def _statements(text: str) -> Iterator[str]:
    """Give the lines of each statement at the top level, or of several that share a line: little is parsed at once."""
    lines = text.split("\n")
    decorators = {node: getattr(node, "decorator_list", []) for node in ast.parse(text).body}
    begins = sorted({min(part.lineno for part in (node, *before)) for node, before in decorators.items()})
    for begin, end in zip(begins, [*begins[1:], len(lines) + 1], strict=True):
        yield "\n".join(lines[begin - 1 : end - 1])


def _freed(text: str) -> str:
    characters, tree = list(text), ast.dump(ast.parse(text))
    for start, end in _groups(text):
        before = characters[:]
        for place in (start, end):
            characters[place] = (
                " " if _is_word(text[place - 1 : place]) and _is_word(text[place + 1 : place + 2]) else ""
            )
        if characters[start] + characters[end] == "  " or not _means("".join(characters), tree):
            characters = before
    return "".join(characters)


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Give where the pairs of parentheses stand that hold no arguments, each after those inside it."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    opened: list[tuple[bool, int]] = []
    previous = ""
    for token in tokenize.generate_tokens(io.StringIO(text + "\n").readline):
        if token.type == tokenize.OP and token.string in ("(", "[", "{"):
            opened.append(
                (token.string == "(" and _begins_group(previous), starts[token.start[0] - 1] + token.start[1])
            )
        elif token.type == tokenize.OP and token.string in _CALLED:
            is_group, start = opened.pop()
            if is_group:
                yield start, starts[token.start[0] - 1] + token.start[1]
        previous = token.string.strip() or previous


def _begins_group(previous: str) -> bool:
    if previous in _KEPT_AFTER or previous in _CALLED:
        return False
    return iskeyword(previous) or not _is_word(previous[-1:])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _means(text: str, tree: str) -> bool:
    try:
        return ast.dump(ast.parse(text)) == tree
    except SyntaxError:
        return False
