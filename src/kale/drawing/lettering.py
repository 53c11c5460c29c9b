"""How wide text is and how it is written in an SVG, without a font at hand."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_NARROW: Final = frozenset("fijlrtI.,:;|!'`()[]{}-/\\ ")
_WIDE: Final = frozenset("mwMW@%&—…")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MONOSPACED_WIDTH = 0.61


def text_width(text: str, size: float) -> float:
    """Estimate, on the generous side, the width of ``text`` in pixels in a sans-serif font of ``size`` pixels."""
    return size * sum(map(_width, text))


def monospaced_width(text: str, size: float) -> float:
    """Give the width of ``text`` in pixels in a monospaced font of ``size`` pixels."""
    return size * _MONOSPACED_WIDTH * sum(_columns(character) for character in text)


def xml_text(text: str) -> str:
    """Give ``text`` so that it can stand in an XML element or attribute and mean itself.

    Characters that XML cannot hold become U+FFFD.
    """
    return html.escape(_ILLEGAL.sub("\ufffd", text), quote=True)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _width(character: str) -> float:
    columns = _columns(character)
    if columns != 1:
        return float(columns)
    if character in _NARROW:
        return 0.38
    if character in _WIDE:
        return 0.95
    return 0.72 if character.isupper() else 0.61
