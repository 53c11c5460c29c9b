"""Texts as code puts them together, so that paths of files can be followed from step to step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from kale.analysis.values import Argument, Result, Text, TextPart, Unknown, Value, Variable

_PATH_MAKERS: Final = frozenset({"Path", "PurePath", "PosixPath"})
_SAME_TEXT: Final = frozenset({"str", "os.fspath", "fspath"})
_FIELD: Final = re.compile(r"%[-#0 +]*[\d.*]*[a-zA-Z]|\{[^{}]*\}")
_WILDCARD: Final = re.compile(r"\*+|\?|\[[^]]*\]")
_STARS: Final = re.compile(r"\*+")
_JOINING: Final = frozenset({"os.path.join", "path.join", "osp.join"})
_ORDERED: Final = frozenset({"sorted", "list", "tuple"})
_LISTING: Final = frozenset({"glob.glob", "glob.iglob", "glob", "iglob"})
_LISTING_METHODS: Final = frozenset({"glob", "rglob", "iterdir"})
_TEXT_METHODS: Final = frozenset({"joinpath", "as_posix", "resolve", "absolute", "expanduser", "format"})
_SAME_PATH: Final = _TEXT_METHODS - {"joinpath", "format"}
SEPARATOR: Final = "\x1f"
"""Stands between the words of a list, as between the units of a record."""

_MOST_PIECES: Final = 256
"""What is put together of what was put together grows with each time that it is doubled."""

_MOST_WORDS: Final = 64
"""Longer lists are data."""

_MOST_PARTS: Final = 16
"""A function that calls itself with a longer path each time would not come to an end."""


def concatenated(parts: Iterable[Value]) -> Text | None:
    """Give the text of values put one after the other; ``None`` when the code shows nothing of it."""
    return _shown(part for value in parts for part in _parts(value))


def joined_path(parts: Sequence[Value]) -> Text | None:
    """Give the path of values joined by slashes; ``None`` when the code shows nothing of it."""
    if all(value.text is None for value in parts):
        return None
    separated = [part for value in parts for part in ("/", *_parts(value))]
    return _shown(separated[1:])


def listed(parts: Sequence[Value]) -> Text | None:
    """Give the words of a list such as ``["cp", source, target]``, each with :data:`SEPARATOR` before the next."""
    if not 1 < len(parts) <= _MOST_WORDS or all(value.text is None for value in parts):
        return None
    return tuple(part for value in parts for part in (SEPARATOR, *_parts(value)))[1:]


def separated(text: Text) -> list[Text]:
    """Give the words of a list."""
    found: list[Text] = [()]
    for part in text:
        if part == SEPARATOR:
            found.append(())
        else:
            found[-1] += (part,)
    return found


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
    return _shown(parts)


def text_of_call(callee: str | None, method: str | None, receiver: Value, arguments: Sequence[Value]) -> Text | None:
    """Give the text that a call such as ``Path("out", name)`` or ``"{}.csv".format(name)`` makes.

    A listing of files such as ``glob("out/*.csv")`` has the text of its elements, as far as it is known.
    """
    if callee is not None and arguments:
        path = _path_of_call(callee, arguments)
        if path is not None:
            return path
    if receiver.text is None:
        return None
    if method in _LISTING_METHODS:
        return _listing(joined_path((receiver, *arguments, *(() if arguments else (Value(),)))))
    if method == "joinpath":
        return joined_path((receiver, *arguments))
    if method == "format":
        template = exact(receiver.text)
        return formatted(template, arguments) if template is not None else None
    return receiver.text if method in _SAME_PATH else None


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
    return _shown(parts)


def element_of(text: Text | None) -> Text | None:
    """Give the text of an element of what has this text, such as of ``Path("out").glob("*.csv")``."""
    if text is None or all(isinstance(part, str) for part in text):
        return None
    return _shown(
        Variable(part.name, element=True)
        if isinstance(part, Variable)
        else Unknown.PART
        if not isinstance(part, str)
        else part
        for part in text
    )


def makes_text(callee: str | None, method: str | None) -> bool:
    """Whether a call makes a text or path of what it is given, and does nothing else."""
    last = (callee or "").rpartition(".")[2]
    return last in _PATH_MAKERS or callee in _JOINING or callee in _SAME_TEXT or method in _TEXT_METHODS


def resolved(text: Text | None, value_of: Callable[[str], Text | None]) -> Text | None:
    """Give a text with the values of its variables; ``None`` when the code shows nothing of it.

    Args:
        text: The text as it is put together.
        value_of: Gives the text that a variable holds, as far as it is known.
    """
    parts: list[TextPart] = []
    for part in text or ():
        if isinstance(part, Variable):
            known = value_of(part.name) or (Unknown.PART,)
            # Elements of a text are letters; those of a listing fit the same pattern as the listing.
            parts += known if not part.element or Unknown.PART in known else (Unknown.PART,)
        else:
            parts.append(part if isinstance(part, str) else Unknown.PART)
        if len(parts) > _MOST_PIECES:
            return None
    return _shown(parts)


def exact(text: Text | None) -> str | None:
    """Give a text that is known as a whole."""
    if text is None or not all(isinstance(part, str) for part in text):
        return None
    return "".join(part for part in text if isinstance(part, str))


def pattern(text: Text) -> str:
    """Give a pattern, as ``fnmatch`` understands it, of what a text that is known in parts may be."""
    pieces = (part.replace("[", "[[]") if isinstance(part, str) else "*" for part in text)
    return _STARS.sub("*", "".join(pieces))


def has_arguments(text: Text) -> bool:
    """Whether a text depends on what its function is given."""
    return any(isinstance(part, Argument) for part in text)


def later(text: Text, calls: int) -> Text:
    """Give a text as it is known where so many calls come before those of its own."""
    return tuple(Result(part.number + calls) if isinstance(part, Result) else part for part in text)


def with_results(text: Text, results: Mapping[int, Text]) -> Text | None:
    """Replace the results of calls in a text by the texts that they are, as far as they are known."""
    found: Text = ()
    for part in text:
        found += results.get(part.number, (Unknown.PART,)) if isinstance(part, Result) else (part,)
    return _shown(found)


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
        found += given.get(part.name, (Unknown.PART,)) if isinstance(part, Argument) else (part,)
    return _shown(found) if len(found) <= _MOST_PARTS else None


def _parts(value: Value) -> Text:
    return value.text or (Unknown.PART,)


def _shown(parts: Iterable[TextPart]) -> Text | None:
    """Give a text unless nothing of it is known."""
    text = tuple(parts)
    return text if any(part is not Unknown.PART for part in text) else None
