"""Long texts that stand in several places of a document, marked so that each is written once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

SHORTEST: Final = 100
"""Characters from which on a text is worth an anchor."""


class Anchored(str):
    """A text where it stands first, under the anchor that later places refer to.

    Attributes:
        anchor: The anchor's name.
    """

    __slots__ = ("anchor",)
    anchor: str


class Alias(Anchored):
    """A text that stands further up already."""

    __slots__ = ()


def with_anchors(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document in which long texts of one line that occur again are :class:`Anchored` and :class:`Alias`."""
    counts = Counter(text for text in _texts(document) if len(text) >= SHORTEST and "\n" not in text)
    names = {text: f"shared{number}" for number, text in enumerate((t for t, n in counts.items() if n > 1), 1)}
    seen: set[str] = set()

    def marked(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
        if isinstance(value, Mapping):
            return {key: marked(part) for key, part in value.items()}
        if isinstance(value, list):
            return [marked(part) for part in value]
        if not isinstance(value, str) or value not in names:
            return value
        text = Alias(value) if value in seen else Anchored(value)
        text.anchor = names[value]
        seen.add(value)
        return text

    return {key: marked(value) for key, value in document.items()}


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, list):
        if isinstance(value, str):
            yield value
        return
    for part in value:
        yield from _texts(part)
