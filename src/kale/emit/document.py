"""YAML that people can read: text of several lines stands as it is, and nothing is folded.

PyYAML's emitters give up block scalars for text with trailing spaces, tabs or characters beyond the basic plane,
all of which YAML allows there and notebooks have. This writer covers what a pipeline is made of (mappings with text
keys, sequences and scalars) and nothing more. A long text of one line that stands in
several places is written once, with an anchor, and referred to by an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from pydantic import JsonValue

from kale.emit.anchors import Alias, Anchored, with_anchors

Document: TypeAlias = Mapping[str, JsonValue]

_WORDS_WITH_MEANING: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_NEEDS_QUOTES: Final = re.compile(r"\A(?!-?[A-Za-z]|\d+\.\d+\.\d+\Z)|[^ -~]|:(?![!-~])| (?![0-9A-Za-z(])")
"""Matches text that could be taken for something else without quotes; versions and short options cannot."""
_NEEDS_ESCAPES: Final = re.compile(
    r"[^\t\n\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]"
)
_ESCAPED: Final = re.compile(
    r'["\\\n\t]|[^\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]'
)
_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_INLINE: Final = re.compile(r"[\w./+ -]+|'[^\n]*'|\"[^\n]*\"", re.ASCII)
"""Matches written scalars that mean the same in braces as outside."""

_MOST_INLINE: Final = 3
_LONGEST_INLINE: Final = 90
_LONGEST_SIMPLE_KEY: Final = 1000
_STEP: Final = "  "


def to_yaml(document: Document) -> str:
    """Give ``document`` as YAML in block style, keys in the order in which they come.

    Raises:
        ValueError: A number is infinite or not a number.
    """
    if not document:
        return "{}\n"
    return "\n".join(_mapping(with_anchors(document), "")) + "\n"


def comment(text: str) -> str:
    """Give ``text`` in a form that may stand in a comment: one line, nothing that YAML forbids."""
    return _NEEDS_ESCAPES.sub(_escape, text.replace("\n", " "))


def _mapping(mapping: Document, indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        name = _plain_or_quoted(key) if "\n" not in key else _double_quoted_line(key)
        head = f"{indent}{name}:"
        if len(name) > _LONGEST_SIMPLE_KEY:
            yield f"{indent}? {name}"
            head = f"{indent}:"
        yield from _entry(head, value, indent, sequence_indent=indent)


def _sequence(items: Sequence[JsonValue], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict) and item:
            lines = _mapping(item, indent + _STEP)
            yield f"{indent}- {next(lines).lstrip(' ')}"
            yield from lines
        else:
            yield from _entry(f"{indent}-", item, indent, sequence_indent=indent + _STEP)


def _entry(head: str, value: JsonValue, indent: str, sequence_indent: str) -> Iterator[str]:
    """Give the lines of ``value`` after ``head``, which stands at ``indent``."""
    if isinstance(value, dict) and value and (inline := _inline(value)):
        yield f"{head} {inline}"
    elif isinstance(value, dict) and value:
        yield head
        yield from _mapping(value, indent + _STEP)
    elif isinstance(value, list) and value:
        yield head
        yield from _sequence(value, sequence_indent)
    else:
        yield f"{head} {_scalar(value, indent + _STEP)}"


def _inline(mapping: Document) -> str | None:
    """Give a mapping of few scalars, perhaps in mappings of their own, as it stands in one line; nothing for others."""
    if _scalars_in(mapping) > _MOST_INLINE:
        return None
    parts: list[str] = []
    for key, value in mapping.items():
        name = _scalar(key, "")
        content = _inline(value) if isinstance(value, dict) else _scalar(value, "")
        if content is None or not _INLINE.fullmatch(name) or not (content[0] == "{" or _INLINE.fullmatch(content)):
            return None
        parts.append(f"{name}: {content}")
    line = f"{{{', '.join(parts)}}}"
    return line if len(line) <= _LONGEST_INLINE else None


def _scalars_in(value: Document | JsonValue) -> int:
    """Give how many scalars a mapping holds; a sequence, or what is empty, counts as too many."""
    if isinstance(value, Mapping) and value:
        return sum(map(_scalars_in, value.values()))
    return _MOST_INLINE + 1 if isinstance(value, list | Mapping) else 1


def _scalar(value: JsonValue, indent: str) -> str:
    if isinstance(value, str):
        return _text(value, indent)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else "{}" if isinstance(value, dict) else "[]"


def _float(value: float) -> str:
    text = repr(value)
    if not text.lstrip("-")[0].isdigit():
        raise ValueError(f"{text} is not a finite number")
    mantissa, mark, exponent = text.partition("e")
    # Without a point, YAML 1.1 takes a number with an exponent for text.
    return f"{mantissa}.0e{exponent}" if mark and "." not in mantissa else text


def _text(text: str, indent: str) -> str:
    if isinstance(text, Alias):
        return f"*{text.anchor}"
    if isinstance(text, Anchored):
        return f"&{text.anchor} {_plain_or_quoted(text)}"
    if "\n" not in text or not text.strip("\n"):
        return _plain_or_quoted(text) if "\n" not in text else _double_quoted_line(text)
    # Readers differ on whether a last line of nothing but spaces belongs to a block.
    ends_blank = not text.rstrip("\n").rpartition("\n")[2].strip(" \t")
    if ends_blank or _NEEDS_ESCAPES.search(text):
        return _double_quoted(text, indent)
    return _literal(text, indent)


def _plain_or_quoted(text: str) -> str:
    if _NEEDS_ESCAPES.search(text):
        return _double_quoted_line(text)
    if not _NEEDS_QUOTES.search(text) and text.lower() not in _WORDS_WITH_MEANING:
        return text
    return "'" + text.replace("'", "''") + "'"


def _literal(text: str, indent: str) -> str:
    # The indentation is told where the first line would mislead a reader that guesses it.
    told = str(len(_STEP)) if text[0] in " \t\n" else ""
    body = text.rstrip("\n")
    breaks = len(text) - len(body)
    chomping = "-" if breaks == 0 else "" if breaks == 1 else "+"
    lines = [f"{indent}{line}" if line else "" for line in body.split("\n")]
    return "\n".join([f"|{told}{chomping}", *lines, *[""] * (breaks - 1)])


def _double_quoted(text: str, indent: str) -> str:
    """Give text of several lines with escapes, one line of YAML for each of its lines."""
    first, *rest = text.split("\n")
    lines = [_ESCAPED.sub(_escape, first)]
    for line in rest:
        escaped = _ESCAPED.sub(_escape, line)
        # Spaces at the start of a continuation would be taken for indentation.
        lines.append("\\" + escaped if escaped.startswith(" ") else escaped)
    return '"' + f"\\n\\\n{indent}".join(lines) + '"'


def _double_quoted_line(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if code <= 0xFF:  # noqa: PLR2004 - the largest code that two hexadecimal digits hold
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004 - likewise four
