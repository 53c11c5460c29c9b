"""Where the bytes of two descriptions differ, in words."""

from __future__ import annotations

import importlib
from typing import Any

from kale.verification.differences import Words, shown, shown_from
from kale.verification.observer.nodes import Node


def array_difference(array: Node, contents: tuple[bytes, bytes]) -> tuple[str, Words, str] | None:
    """Give the place of the first element that differs, the two, and how many differ; nothing when all are the same.

    Not-a-numbers are all the same; a zero and its negative are not.

    Args:
        array: One of two arrays, of the type and shape of both.
        contents: The bytes of both.
    """
    assert array.shape is not None
    numpy: Any = _numpy()
    if numpy is None:
        return "", ("other elements", "these"), ""
    first, second = (numpy.frombuffer(content, dtype=array.text) for content in contents)
    unequal = _unequal(numpy, first, second)
    places = numpy.flatnonzero(unequal)
    if not len(places):
        return None
    at = int(places[0])
    index = ", ".join(str(int(number)) for number in numpy.unravel_index(at, array.shape)) if array.shape else ""
    words = (_element(first[at]), _element(second[at]))
    rest = f" ({len(places):,} of {first.size:,} elements differ)" if first.size > 1 else ""
    return f"[{index}]" if index else "", words, rest


def dtype_name(text: str) -> str:
    """Give the name of an array's type as users write it."""
    numpy: Any = _numpy()
    try:
        return str(numpy.dtype(text)) if numpy is not None else text
    except TypeError:
        return text


def bytes_difference(kind: str, one: bytes, other: bytes) -> tuple[str, Words]:
    """Give the place at which two contents begin to differ, and what stands there.

    Args:
        kind: ``str``, ``file``, or anything else for plain bytes.
        one: The one.
        other: The other.
    """
    texts = [_text(content) for content in (one, other)] if kind in ("str", "file") else [None, None]
    if texts[0] is None or texts[1] is None:
        at = _first(one, other)
        words = [
            repr(content[at : at + 8]) if at < len(content) else f"its end at {at:,} bytes" for content in (one, other)
        ]
        return f" at byte {at:,}", (words[0], words[1])
    lines = [text.split("\n") for text in texts if text is not None]
    if len(lines[0]) == len(lines[1]) == 1:
        at = _first(texts[0], texts[1])
        return f" at character {at:,}", shown_from(repr(texts[0]), repr(texts[1]))
    at = _first(lines[0], lines[1])
    ends = [repr(side[at]) if at < len(side) else f"its end after {at:,} lines" for side in lines]
    return f" line {at + 1:,}", shown_from(ends[0], ends[1])


def _unequal(numpy: Any, first: Any, second: Any) -> Any:  # noqa: ANN401 - NumPy comes with the notebook, not with kale
    size = first.dtype.itemsize
    raw = (first.view("u1").reshape(-1, size) != second.view("u1").reshape(-1, size)).any(axis=1)
    if first.dtype.kind in "fcmM":
        raw &= ~(numpy.isnat if first.dtype.kind in "mM" else numpy.isnan)(first) | ~(
            numpy.isnat if first.dtype.kind in "mM" else numpy.isnan
        )(second)
    return raw


def _element(value: Any) -> str:  # noqa: ANN401 - a scalar of NumPy
    return shown(repr(value.item()) if value.dtype.kind in "biufcSU" else str(value))


def _numpy() -> Any:  # noqa: ANN401 - a module
    try:
        return importlib.import_module("numpy")
    except ImportError:
        return None


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _first(one: Any, other: Any) -> int:  # noqa: ANN401 - any two sequences of one type
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, yours) in enumerate(pairs) if mine != yours), min(len(one), len(other)))
