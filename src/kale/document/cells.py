"""Where the cells of a notebook stand in its file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from kale.diagnostics import Span
from kale.document.json_text import Character, Extent, characters, elements, member, root

LONGEST_SOURCE: Final = 4 * 1024 * 1024
"""Characters of a cell in the file up to which its places are found; no step can be given as much."""


@dataclass(frozen=True)
class CellText:
    r"""The source of a cell as its file writes it.

    Attributes:
        characters: The characters of the source, with line breaks as one ``\n`` each.
    """

    characters: tuple[Character, ...]

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Index of the first character of each line."""
        return (0, *(index + 1 for index, character in enumerate(self.characters) if character.value == "\n"))

    def offset(self, line: int, column: int) -> int | None:
        """Give the offset in the file of a place in the cell; ``None`` when there is no such place.

        Args:
            line: Line in the cell, from 1.
            column: Column in characters, from 1.
        """
        if not 1 <= line <= len(self.line_starts):
            return None
        index = self.line_starts[line - 1] + column - 1
        if index < len(self.characters):
            return self.characters[index].start
        return self.characters[-1].end if self.characters and index == len(self.characters) else None

    def extent(self, span: Span) -> Extent | None:
        """Give where a span stands in the file; ``None`` when the cell has no such place."""
        start = self.offset(span.line, span.column)
        last = (
            self.line_starts[span.end_line - 1] + span.end_column - 2 if span.end_line <= len(self.line_starts) else -1
        )
        if start is None or not 0 <= last < len(self.characters):
            return None
        end = self.characters[last].end
        return Extent(start, end) if start < end else None


@dataclass(frozen=True)
class NotebookText:
    """The text of a notebook file.

    Attributes:
        text: The whole file; it has been read as a notebook before.
    """

    text: str

    @cached_property
    def cells(self) -> tuple[Extent, ...]:
        """Where the cells stand, in order; those of all worksheets in format 3."""
        document = root(self.text)
        cells = member(self.text, document, "cells")
        if cells is not None:
            return tuple(elements(self.text, cells))
        sheets = member(self.text, document, "worksheets")
        lists = (member(self.text, sheet, "cells") for sheet in (elements(self.text, sheets) if sheets else ()))
        return tuple(cell for found in lists if found for cell in elements(self.text, found))

    @cached_property
    def _breaks(self) -> tuple[int, ...]:
        return tuple(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))

    def member(self, number: int, name: str) -> Extent | None:
        """Give where a member of a cell stands.

        Args:
            number: Position of the cell, from 1.
            name: Name of the member, such as ``metadata``.
        """
        return member(self.text, self.cells[number - 1], name) if 1 <= number <= len(self.cells) else None

    def source(self, number: int) -> CellText:
        """Give the source of a cell; that of a gigantic one, in which nothing is found, as if it were empty."""
        return CellText(tuple(_with_plain_breaks(self._source_characters(number))))

    def place(self, offset: int) -> tuple[int, int]:
        """Give line and column of an offset in the file, both from 1."""
        line = bisect_right(self._breaks, offset)
        return line, offset - self._breaks[line - 1] + 1

    def _source_characters(self, number: int) -> Iterator[Character]:
        source = self.member(number, "source") or self.member(number, "input")
        if source is None or source.end - source.start > LONGEST_SOURCE:
            return
        strings = elements(self.text, source) if self.text[source.start] == "[" else (source,)
        for string in strings:
            if self.text[string.start] == '"':
                yield from characters(self.text, string)


def _with_plain_breaks(found: Iterator[Character]) -> Iterator[Character]:
    r"""Give characters with ``\r\n`` and ``\r`` as one ``\n``, as notebooks are read."""
    waiting: Character | None = None
    for character in found:
        if waiting is not None:
            both = character.value == "\n"
            yield Character("\n", waiting.start, character.end if both else waiting.end)
            waiting = None
            if both:
                continue
        if character.value == "\r":
            waiting = character
        else:
            yield character
    if waiting is not None:
        yield Character("\n", waiting.start, waiting.end)
