"""What is done to a cell before its IPython syntax is looked for, and whether there is any to look for.

IPython 9 removes the indentation that all lines share and empties lines of nothing but spaces, also within strings.
"""

from __future__ import annotations

import re
import textwrap
from typing import Final

CELL_MAGIC: Final = re.compile(r"\s*^%%(?!\w+\?)(?P<name>\S*)[ \t]*(?P<arguments>[^\n]*)", re.MULTILINE)
"""A cell magic at the start of a cell, its name and its arguments."""

_SUSPICIOUS: Final = re.compile(r"^[ \t]*[%!?/,;]|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)
_AT_MARGIN: Final = re.compile(r"\s*^\S", re.MULTILINE)
_BLANK_LINE: Final = re.compile(r"^[ \t]+$", re.MULTILINE)


def cleaned(source: str) -> str:
    """Give a cell the way IPython reads it, with as many lines."""
    blanked = _BLANK_LINE.sub("", source)
    if _AT_MARGIN.match(blanked) or not blanked:
        return blanked
    return textwrap.dedent(blanked)


def is_suspicious(source: str) -> bool:
    """Tell quickly whether a cell can hold IPython syntax; most cells cannot."""
    return _SUSPICIOUS.search(source) is not None
