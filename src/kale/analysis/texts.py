"""Texts as code puts them together, so that paths of files can be followed from step to step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kale.analysis.facts import Text, Value, Variable

_PATH_MAKERS: Final = frozenset({"Path", "PurePath", "PosixPath"})
_SAME_TEXT: Final = frozenset({"str", "os.fspath", "fspath"})


def concatenated(parts: Iterable[Value]) -> Text | None:
    """Give the text of values put one after the other; ``None`` when one is no text."""
    text: Text = ()
    for part in parts:
        if part.text is None:
            return None
        text += part.text
    return text


def joined_path(parts: Sequence[Value]) -> Text | None:
    """Give the path of values joined by slashes; ``None`` when one is no text."""
    text: Text = ()
    for index, part in enumerate(parts):
        if part.text is None:
            return None
        text += (("/",) if index else ()) + part.text
    return text or None


def path_of_call(callee: str | None, arguments: Sequence[Value]) -> Text | None:
    """Give the path that a call such as ``Path("out", name)`` or ``os.path.join("out", name)`` makes."""
    if callee is None or not arguments:
        return None
    if callee in _SAME_TEXT and len(arguments) == 1:
        return arguments[0].text
    last = callee.rpartition(".")[2]
    if last in _PATH_MAKERS or callee in ("os.path.join", "path.join", "osp.join"):
        return joined_path(arguments)
    return None


def resolved(text: Text | None, value_of: Callable[[str], str | None]) -> str | None:
    """Give the text itself, with the values of its variables; ``None`` when one of them is not known."""
    if text is None:
        return None
    found = ""
    for part in text:
        piece = value_of(part.name) if isinstance(part, Variable) else part
        if piece is None:
            return None
        found += piece
    return found
