"""What texts are once it is known what their parts stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from pathlib import PurePosixPath
from typing import Final

from kale.analysis.values import Argument, Choice, Derived, Key, Result, Take, Text, TextPart, Unknown, Variable

SEPARATOR: Final = "\x1f"
"""Stands between the words of a list, as between the units of a record."""

_STARS: Final = re.compile(r"\*+")
_UNKNOWN: Final[Text] = (Unknown.PART,)

_MOST_PIECES: Final = 256
"""What is put together of what was put together grows with each time that it is doubled."""

_MOST_PARTS: Final = 16
"""A function that calls itself with a longer path each time would not come to an end."""

_MOST_CHOICES: Final = 32
"""A path with more possible values is followed as a pattern."""


def resolved(text: Text | None, value_of: Callable[[Variable], Text | None]) -> Text | None:
    """Give a text with the values of its variables; ``None`` when the code shows nothing of it.

    Args:
        text: The text as it is put together.
        value_of: Gives the text that a variable holds, or that is taken out of it, as far as it is known.
    """
    if text is None or (len(text) == 1 and isinstance(text[0], str)):
        return text

    def known(part: TextPart) -> Text:
        if isinstance(part, Variable):
            return value_of(part) or _UNKNOWN
        return (part,) if isinstance(part, str) else _UNKNOWN

    if len(text) == 1 and isinstance(text[0], Variable):
        return shown(known(text[0]))
    parts = mapped(text, known)
    return shown(part for piece in parts for part in _derived(piece)) if len(parts) <= _MOST_PIECES else None


def mapped(text: Text, change: Callable[[TextPart], Text]) -> Text:
    """Give a text with each of its parts replaced, also within those that are made of texts."""
    found: list[TextPart] = []
    for part in text:
        if isinstance(part, Choice):
            found.append(Choice(tuple(mapped(each, change) for each in part.texts)))
        elif isinstance(part, Derived):
            found.append(Derived(part.method, mapped(part.text, change), mapped(part.argument, change)))
        else:
            found += change(part)
        if len(found) > _MOST_PIECES:
            break
    return tuple(found)


def alternatives(text: Text) -> list[Text]:
    """Give the texts that a text with choices in it may be; itself, if they are too many."""
    if not any(isinstance(part, Choice) for part in text):
        return [text]
    options = [
        [each for one in part.texts for each in alternatives(one)] if isinstance(part, Choice) else [(part,)]
        for part in text
    ]
    count = 1
    for option in options:
        count *= len(option)
    if count > _MOST_CHOICES:
        return [text]
    return [tuple(part for piece in chosen for part in piece) for chosen in product(*options)]


def choice(texts: Iterable[Text]) -> Text | None:
    """Give a text that is one of several; ``None`` when there is none, or too many to follow."""
    distinct = tuple(dict.fromkeys(each for text in texts for each in alternatives(text)))
    if len(distinct) == 1:
        return distinct[0]
    return (Choice(distinct),) if 1 < len(distinct) <= _MOST_CHOICES else None


def taken(text: Text | None, keys: tuple[Key, ...]) -> Text | None:
    """Give what is taken out of what has a text: a word of a list, or what a listing of files gives."""
    if not keys or text is None or len(keys) > 1:
        return None if keys else text
    if SEPARATOR in text:
        words = separated(text)
        if isinstance(keys[0], int):
            return words[keys[0]] if keys[0] < len(words) else None
        return choice(words) if isinstance(keys[0], Take) else None
    # What a listing gives fits the same pattern as the listing; elements of any other text are letters.
    return text if Unknown.PART in text and not isinstance(keys[0], str) else None


def exact(text: Text | None) -> str | None:
    """Give a text that is known as a whole."""
    if text is None or not all(isinstance(part, str) for part in text):
        return None
    return "".join(part for part in text if isinstance(part, str))


def pattern(text: Text) -> str:
    """Give a pattern, as ``fnmatch`` understands it, of what a text that is known in parts may be."""
    pieces = (part.replace("[", "[[]") if isinstance(part, str) else "*" for part in text)
    return _STARS.sub("*", "".join(pieces))


def separated(text: Text) -> list[Text]:
    """Give the words of a list."""
    found: list[Text] = [()]
    for part in text:
        if part == SEPARATOR:
            found.append(())
        else:
            found[-1] += (part,)
    return found


def has_arguments(text: Text) -> bool:
    """Whether a text depends on what its function is given."""
    return any(
        isinstance(part, Argument)
        or (isinstance(part, Choice) and any(map(has_arguments, part.texts)))
        or (isinstance(part, Derived) and (has_arguments(part.text) or has_arguments(part.argument)))
        for part in text
    )


def later(text: Text, calls: int) -> Text:
    """Give a text as it is known where so many calls come before those of its own."""
    return mapped(text, lambda part: (Result(part.number + calls) if isinstance(part, Result) else part,))


def with_results(text: Text, results: Mapping[int, Text]) -> Text | None:
    """Replace the results of calls in a text by the texts that they are, as far as they are known."""
    return shown(mapped(text, lambda part: results.get(part.number, _UNKNOWN) if isinstance(part, Result) else (part,)))


def applied(text: Text | None, given: Mapping[str, Text]) -> Text | None:
    """Give a text of a function's body for one call.

    Args:
        text: The text; ``None`` stands for one that is not known.
        given: What the function's parameters stand for, as far as it is known.
    """
    if text is None or not has_arguments(text):
        return text

    def known(part: TextPart) -> Text:
        return _out_of(given.get(part.name), part.keys) if isinstance(part, Argument) else (part,)

    found = mapped(text, known)
    return shown(found) if len(found) <= _MOST_PARTS else None


def _out_of(text: Text | None, keys: tuple[Key, ...]) -> Text:
    """Give what is taken out of what a parameter stands for."""
    if text is not None and len(text) == 1 and keys and isinstance(text[0], Variable | Argument):
        deeper = (*text[0].keys, *keys)
        return (text[0]._replace(keys=deeper),) if len(deeper) <= _MOST_PARTS else _UNKNOWN
    return taken(text, keys) or _UNKNOWN


def shown(parts: Iterable[TextPart]) -> Text | None:
    """Give a text unless nothing of it is known."""
    text = parts if isinstance(parts, tuple) else tuple(parts)
    return text if any(part is not Unknown.PART for part in text) else None


def _derived(part: TextPart) -> Text:
    """Give what a path is that is made of another one, where both are known."""
    if not isinstance(part, Derived):
        return (part,)
    text = tuple(piece for inner in part.text for piece in _derived(inner))
    pairs = product(alternatives(text), alternatives(part.argument) or [()])
    return choice([_derived_path(part.method, exact(path), exact(argument)) for path, argument in pairs]) or _UNKNOWN


def _derived_path(method: str, path: str | None, argument: str | None) -> Text:
    if path is None or argument is None:
        return _UNKNOWN
    found = getattr(PurePosixPath(path), method)
    try:
        return (str(found(argument) if callable(found) else found),)
    except ValueError:
        return _UNKNOWN
