"""Texts as code puts them together, so that paths of files can be followed from step to step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kale.analysis.text_resolution import SEPARATOR, exact, shown
from kale.analysis.values import Derived, Text, TextPart, Unknown, Value

_PATH_MAKERS: Final = frozenset({"Path", "PurePath", "PosixPath"})
_SAME_TEXT: Final = frozenset({"str", "os.fspath", "fspath"})
_FIELD: Final = re.compile(r"%[-#0 +]*[\d.*]*[a-zA-Z]|\{[^{}]*\}")
_WILDCARD: Final = re.compile(r"\*+|\?|\[[^]]*\]")
_JOINING: Final = frozenset({"os.path.join", "path.join", "osp.join"})
_ORDERED: Final = frozenset({"sorted", "list", "tuple", "reversed", "enumerate"})
_LISTING: Final = frozenset({"glob.glob", "glob.iglob", "glob", "iglob"})
_LISTING_METHODS: Final = frozenset({"glob", "rglob", "iterdir"})
_TEXT_METHODS: Final = frozenset({"joinpath", "as_posix", "resolve", "absolute", "expanduser", "format"})
_DERIVING: Final = frozenset({"with_suffix", "with_name", "with_stem", "relative_to"})
_SAME_PATH: Final = _TEXT_METHODS - {"joinpath", "format"}
_VIEWS: Final = frozenset({"values", "items", "keys"})
PATH_ATTRIBUTES: Final = frozenset({"parent", "name", "stem"})
"""Attributes of a path that are paths or texts as well."""

_MOST_WORDS: Final = 64
"""Longer lists are data."""


def concatenated(parts: Iterable[Value]) -> Text | None:
    """Give the text of values put one after the other; ``None`` when the code shows nothing of it."""
    return shown(part for value in parts for part in _parts(value))


def joined_path(parts: Sequence[Value]) -> Text | None:
    """Give the path of values joined by slashes; ``None`` when the code shows nothing of it."""
    if all(value.text is None for value in parts):
        return None
    separated = [part for value in parts for part in ("/", *_parts(value))]
    return shown(separated[1:])


def listed(parts: Sequence[Value]) -> Text | None:
    """Give the words of a list such as ``["cp", source, target]``, each with :data:`SEPARATOR` before the next."""
    if not 1 < len(parts) <= _MOST_WORDS or all(value.text is None for value in parts):
        return None
    return tuple(part for value in parts for part in (SEPARATOR, *_parts(value)))[1:]


def formatted(template: str, values: Sequence[Value] = ()) -> Text | None:
    """Give the text that ``template % values`` or ``template.format(*values)`` makes.

    Args:
        template: The text with fields in it.
        values: What goes into the fields, if each takes the next one.
    """
    literals = _FIELD.split(template)
    fills = [_parts(value) for value in values] if _FIELD.findall(template) == ["{}"] * len(values) else []
    parts: Text = ()
    for number, literal in enumerate(literals):
        parts += (literal,) if literal else ()
        if number < len(literals) - 1:
            parts += fills[number] if fills else (Unknown.PART,)
    return shown(parts)


def text_of_call(callee: str | None, method: str | None, receiver: Value, arguments: Sequence[Value]) -> Text | None:
    """Give the text that a call such as ``Path("out", name)`` or ``"{}.csv".format(name)`` makes.

    A listing of files such as ``glob("out/*.csv")`` has the text of its elements, as far as it is known.
    """
    if callee is not None and arguments:
        path = _path_of_call(callee, arguments)
        if path is not None:
            return path
    return _path_of_method(method or "", receiver, arguments) if receiver.text is not None else None


def _path_of_method(method: str, receiver: Value, arguments: Sequence[Value]) -> Text | None:
    if method in _LISTING_METHODS:
        return _listing(joined_path((receiver, *arguments, *(() if arguments else (Value(),)))))
    if method in _DERIVING and len(arguments) == 1 and receiver.text is not None:
        return (Derived(method, receiver.text, arguments[0].text or (Unknown.PART,)),)
    if method == "joinpath":
        return joined_path((receiver, *arguments))
    if method == "format":
        template = exact(receiver.text)
        return formatted(template, arguments) if template is not None else None
    return receiver.text if method in _SAME_PATH or (method in _VIEWS and not arguments) else None


def _path_of_call(callee: str, arguments: Sequence[Value]) -> Text | None:
    if callee in _ORDERED or (callee in _SAME_TEXT and len(arguments) == 1):
        return arguments[0].text
    if callee in _LISTING:
        return _listing(arguments[0].text)
    last = callee.rpartition(".")[2]
    if last in _PATH_MAKERS or callee in _JOINING:
        return joined_path(arguments)
    return None


def _listing(text: Text | None) -> Text | None:
    """Give the text of what a pattern for files stands for."""
    parts: list[TextPart] = []
    for part in text or ():
        literals = _WILDCARD.split(part) if isinstance(part, str) else [part]
        parts += [found for literal in literals for found in (Unknown.PART, literal) if found][1:]
    return shown(parts)


def makes_text(callee: str | None, method: str | None) -> bool:
    """Whether a call makes a text or path of what it is given, and does nothing else."""
    last = (callee or "").rpartition(".")[2]
    return last in _PATH_MAKERS or callee in _JOINING or callee in _SAME_TEXT or method in _TEXT_METHODS


def _parts(value: Value) -> Text:
    return value.text or (Unknown.PART,)
