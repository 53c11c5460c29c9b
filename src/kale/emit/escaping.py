r"""Text in a command that no layer of the platform takes for its own syntax.

Between the spec and a step's process, several programs rewrite the command: Argo and KFP replace ``{{…}}``,
Kubernetes expands ``$(…)`` and turns ``$$`` into ``$``, the local runner replaces ``python3`` and parses arguments
that begin like its structural placeholders. Source code keeps its form except that an escape is put inside such
sequences; JSON texts spell one of the characters as ``\uXXXX``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import Final

from pydantic import JsonValue

ESCAPE: Final = "~"
"""The escape, or the unit that it is made of where the text itself holds an escaped sequence."""

_GAP: Final = re.compile(r"(?<=\{)(?=\{)|(?<=\$)(?=[$(])|(?<=python)(?=3)|(?<=\A\{)")
_TAKEN_IN_JSON: Final = re.compile(r"(?<=\{)\{|(?<=\$)[$(]|(?<=python)3")
_JSON_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


def escape(text: str, mark: str = ESCAPE) -> str:
    """Give ``text`` with ``mark`` wherever a layer of the platform would otherwise rewrite it."""
    return _GAP.sub(mark, text)


def unescape(text: str, mark: str = ESCAPE) -> str:
    """Give what :func:`escape` was given; the runtime does the same in the step."""
    run = re.escape(mark)
    return re.sub(rf"(?<=\{{){run}(?=\{{)|(?<=\$){run}(?=[$(])|(?<=python){run}(?=3)|(?<=\A\{{){run}", "", text)


def choose_mark(texts: Collection[str]) -> str | None:
    """Give the shortest mark with which all ``texts`` come back as they were, or nothing when none needs one."""
    if not any(_GAP.search(text) for text in texts):
        return None
    mark = ESCAPE
    while any(unescape(escape(text, mark), mark) != text for text in texts):
        mark += ESCAPE
    return mark


def split(text: str, limit: int) -> Sequence[str]:
    """Cut escaped ``text`` into pieces of at most ``limit`` bytes of UTF-8.

    No piece but the first begins with a brace, so that none can be taken for a structural placeholder.

    Args:
        text: What to cut, without two braces in a row.
        limit: At least 8.
    """
    data = text.encode()
    pieces: list[str] = []
    start = 0
    while len(data) - start > limit:
        # A character that the cut goes through is left to the next piece.
        piece = data[start : start + limit].decode(errors="ignore")
        end = start + len(piece.encode())
        if data[end : end + 1] == b"{":
            piece = piece[:-1]
        pieces.append(piece)
        start += len(piece.encode())
    pieces.append(data[start:].decode())
    return pieces


def to_json(value: JsonValue) -> str:
    """Give ``value`` as compact ASCII JSON in which nothing looks like a placeholder."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return _JSON_STRING.sub(_spell_out, text)


def _spell_out(literal: re.Match[str]) -> str:
    return _TAKEN_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", literal[0])
