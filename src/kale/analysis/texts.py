"""Texts as code puts them together, so that paths of files can be followed from step to step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from kale.analysis.values import Argument, Result, Text, Value, Variable

_PATH_MAKERS: Final = frozenset({"Path", "PurePath", "PosixPath"})
_SAME_TEXT: Final = frozenset({"str", "os.fspath", "fspath"})
_MOST_PARTS: Final = 16
"""A function that calls itself with a longer path each time would not come to an end."""


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
    """Give the text itself, with the values of its variables; ``None`` when a part of it is not known."""
    if text is None:
        return None
    found = ""
    for part in text:
        piece = value_of(part.name) if isinstance(part, Variable) else part
        if not isinstance(piece, str):
            return None
        found += piece
    return found


def has_arguments(text: Text) -> bool:
    """Whether a text depends on what its function is given."""
    return any(isinstance(part, Argument) for part in text)


def later(text: Text, calls: int) -> Text:
    """Give a text as it is known where so many calls come before those of its own."""
    return tuple(Result(part.number + calls) if isinstance(part, Result) else part for part in text)


def applied(text: Text | None, given: Mapping[str, Text]) -> Text | None:
    """Give a text of a function's body for one call.

    Args:
        text: The text; ``None`` stands for one that is not known.
        given: What the function's parameters stand for, as far as it is known.
    """
    if text is None or not has_arguments(text):
        return text
    found: Text = ()
    for part in text:
        piece = given.get(part.name) if isinstance(part, Argument) else (part,)
        if piece is None:
            return None
        found += piece
    return found if len(found) <= _MOST_PARTS else None
