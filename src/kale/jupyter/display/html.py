"""Parts of what is shown as HTML in the output of a cell.

Text has the colour of the page and lines are half transparent, so that everything is readable in light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kale.drawing.lettering import xml_text

_STYLE: Final = """\
.kale-output { overflow-x: auto; font-size: 13px; color: inherit }
.kale-output table { border-collapse: collapse; margin: 4px 0 }
.kale-output th, .kale-output td { text-align: left; vertical-align: top; padding: 3px 14px 3px 0; color: inherit;
  background: transparent; border: 0; border-bottom: 1px solid rgba(128, 128, 128, .35) }
.kale-output pre { margin: 4px 0; max-height: 22em; overflow: auto; white-space: pre-wrap; color: inherit;
  background: transparent }
.kale-output summary { cursor: pointer }
.kale-output a { color: #4a8fd4 }
.kale-output .faint { opacity: .75 }"""

COLOURS: Final[Mapping[str, str]] = {"bad": "#d9534f", "doubtful": "#b7811f", "good": "#2e9e5b", "plain": "#4a8fd4"}
"""Colours of words, each with enough contrast on white and on black."""


def output(*parts: str) -> str:
    """Give parts as the output of a cell.

    Args:
        parts: HTML.
    """
    return f'<div class="kale-output"><style>{_STYLE}</style>{"".join(parts)}</div>'


def text(words: str) -> str:
    """Give words as HTML that means them, whatever they are."""
    return xml_text(words)


def lines(words: str) -> str:
    """Give words of several lines as HTML."""
    return "<br>".join(map(text, words.split("\n")))


def coloured(words: str, colour: str) -> str:
    """Give words in one of :data:`COLOURS`."""
    return f'<span style="color:{COLOURS[colour]};font-weight:600">{text(words)}</span>'


def faint(words: str) -> str:
    """Give words that matter less."""
    return f'<span class="faint">{lines(words)}</span>'


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table.

    Args:
        heads: Words above the columns.
        rows: Cells of each row, as HTML.
    """
    head = "".join(f"<th>{text(words)}</th>" for words in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def folded(title: str, words: str, *, is_open: bool = False) -> str:
    """Give words that show when the title is clicked.

    Args:
        title: HTML of the title.
        words: The words, in lines.
        is_open: Whether they show from the start.
    """
    return f"<details{' open' if is_open else ''}><summary>{title}</summary><pre>{text(words)}</pre></details>"
