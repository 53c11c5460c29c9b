"""What can be said of a notebook although some of its cells cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kale.analysis.rules import AUTHOR_FILE, EMPTY_STEP, UNDEFINED_IN_FUNCTION, UNDEFINED_NAME
from kale.diagnostics import Diagnostic, Span
from kale.pipeline import Cell

_WORD: Final = re.compile(r"[^\W\d]\w*")
_ABOUT_NAMES: Final = frozenset({UNDEFINED_NAME.code, UNDEFINED_IN_FUNCTION.code})


def without_guesses(
    diagnostics: Iterable[Diagnostic], unreadable: Sequence[Cell], cells: Sequence[Cell]
) -> Iterator[Diagnostic]:
    """Leave out the problems that may only be there because cells could not be read.

    A name that a broken cell mentions may be bound by it, a file may be written by it, and its step is not empty.

    Args:
        diagnostics: The problems found without the unreadable cells.
        unreadable: The cells that could not be read.
        cells: All cells.
    """
    mentioned = {word for cell in unreadable for word in _WORD.findall(cell.source)}
    sources = {cell.number: cell.source.split("\n") for cell in cells}
    steps = {cell.step for cell in unreadable}
    unfinished = {cell.number for cell in cells if cell.step in steps}
    for diagnostic in diagnostics:
        span = diagnostic.span
        name_may_be_bound = diagnostic.code in _ABOUT_NAMES and _text_at(span, sources) in mentioned
        step_may_be_busy = diagnostic.code == EMPTY_STEP.code and span is not None and span.cell in unfinished
        if not (name_may_be_bound or step_may_be_busy or diagnostic.code == AUTHOR_FILE.code):
            yield diagnostic


def _text_at(span: Span | None, sources: dict[int, list[str]]) -> str | None:
    if span is None or span.line != span.end_line:
        return None
    return sources[span.cell][span.line - 1][span.column - 1 : span.end_column - 1]
