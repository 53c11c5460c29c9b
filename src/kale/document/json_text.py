"""Where the values of a JSON document stand in its text.

The text has been read by a JSON parser before, so it is taken to be valid; places are offsets in characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_OTHER: Final = re.compile(r"[^,\]}\s]+")
_STRUCTURE: Final = re.compile(r'["\[\]{}]')
_PIECE: Final = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)|(.)", re.DOTALL
)
_SHORT_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Extent(NamedTuple):
    """A stretch of text: offset of its first character, and of the one after its last."""

    start: int
    end: int


class Member(NamedTuple):
    """A member of an object: its key, and where key and value stand."""

    name: str
    key: Extent
    value: Extent


class Character(NamedTuple):
    """A character of a string's value, and where it stands in the text, perhaps as an escape sequence."""

    value: str
    start: int
    end: int


def root(text: str) -> Extent:
    """Give the extent of the whole document, without a byte order mark and blanks around it."""
    return value_at(text, 1 if text.startswith("\ufeff") else 0)


def value_at(text: str, position: int) -> Extent:
    """Give the extent of the value that starts at or after a position."""
    start = _after_blank(text, position)
    if text[start] == '"':
        return Extent(start, _end_of_string(text, start))
    if text[start] in "[{":
        return Extent(start, _end_of_nested(text, start))
    match = _OTHER.match(text, start)
    return Extent(start, match.end() if match else start)


def elements(text: str, array: Extent) -> Iterator[Extent]:
    """Give the elements of an array; none for any other value."""
    if text[array.start] != "[":
        return
    position = _after_blank(text, array.start + 1)
    while text[position] != "]":
        value = value_at(text, position)
        yield value
        position = _after_comma(text, value.end)


def members(text: str, mapping: Extent) -> Iterator[Member]:
    """Give the members of an object; none for any other value."""
    if text[mapping.start] != "{":
        return
    position = _after_blank(text, mapping.start + 1)
    while text[position] != "}":
        key = value_at(text, position)
        value = value_at(text, _after_blank(text, key.end) + 1)
        yield Member(string_at(text, key), key, value)
        position = _after_comma(text, value.end)


def member(text: str, mapping: Extent, name: str) -> Extent | None:
    """Give the value of an object's member, the last one where a name comes twice, as parsers do."""
    found = None
    for candidate in members(text, mapping):
        if candidate.name == name:
            found = candidate.value
    return found


def characters(text: str, string: Extent) -> Iterator[Character]:
    """Give the characters that a string stands for, each with its place."""
    for match in _PIECE.finditer(text, string.start + 1, string.end - 1):
        high, low, code, escaped, plain = match.groups()
        if high is not None:
            value = chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
        elif code is not None:
            value = chr(int(code, 16))
        else:
            value = _SHORT_ESCAPES.get(escaped, escaped) if escaped is not None else plain
        yield Character(value, match.start(), match.end())


def string_at(text: str, string: Extent) -> str:
    """Give the value of a string; nothing for any other value."""
    if text[string.start] != '"':
        return ""
    return "".join(character.value for character in characters(text, string))


def _end_of_string(text: str, start: int) -> int:
    match = _STRING.match(text, start)
    assert match is not None
    return match.end()


def _end_of_nested(text: str, start: int) -> int:
    depth, position = 0, start
    while True:
        match = _STRUCTURE.search(text, position)
        assert match is not None
        if match[0] == '"':
            position = _end_of_string(text, match.start())
            continue
        depth += 1 if match[0] in "[{" else -1
        position = match.end()
        if not depth:
            return position


def _after_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _after_comma(text: str, position: int) -> int:
    position = _after_blank(text, position)
    return _after_blank(text, position + 1) if text[position] == "," else position
