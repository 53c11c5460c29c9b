"""Notebooks in a few lines of text, for the pages of rules and their tests.

A line ``# %% TAGS`` starts a code cell with these tags; ``# %% [3] TAGS`` one that ran as the third, and
``# %% [markdown] TAGS`` a text cell. ``«`` and ``»`` mark where the rule is broken, and are not part of the notebook.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from kale.diagnostics import Span

_CELL: Final = re.compile(r"^# %%(?: \[(?P<kind>markdown|\d+)\])?(?: (?P<tags>.*))?\n", re.MULTILINE)
_OPENING: Final = "«"
_CLOSING: Final = "»"
_MARK: Final = re.compile(f"([{_OPENING}{_CLOSING}])")


@dataclass(frozen=True)
class ExampleCell:
    """One cell of an example.

    Attributes:
        kind: ``code`` or ``markdown``.
        tags: Its tags.
        source: Its text, without marks.
        execution_count: When it ran, where the example says so.
        marks: What is marked in it.
    """

    kind: str
    tags: tuple[str, ...]
    source: str
    execution_count: int | None
    marks: tuple[Span, ...]


@dataclass(frozen=True)
class Example:
    """A notebook as text.

    Attributes:
        text: The cells, each after its ``# %%`` line; indentation that all lines share does not count.
        metadata: The notebook's metadata.
        files: The content of the files beside the notebook, by their paths.
    """

    text: str
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> tuple[ExampleCell, ...]:
        """The cells in order."""
        text = textwrap.dedent(self.text)
        starts = list(_CELL.finditer(text))
        ends = [*(match.start() for match in starts[1:]), len(text)]
        return tuple(
            _cell(number, match, text[match.end() : end])
            for number, (match, end) in enumerate(zip(starts, ends, strict=True), start=1)
        )

    @property
    def marks(self) -> tuple[Span, ...]:
        """Where the rule is broken, in the order of the notebook."""
        return tuple(span for cell in self.cells for span in cell.marks)

    def notebook(self) -> dict[str, JsonValue]:
        """Give the notebook as a document of nbformat 4.5."""
        return {
            "cells": [_document(number, cell) for number, cell in enumerate(self.cells, start=1)],
            "metadata": dict(self.metadata),
            "nbformat": 4,
            "nbformat_minor": 5,
        }


def _cell(number: int, match: re.Match[str], marked: str) -> ExampleCell:
    kind = match["kind"]
    source, marks = _without_marks(number, marked.rstrip("\n"))
    return ExampleCell(
        kind="markdown" if kind == "markdown" else "code",
        tags=tuple((match["tags"] or "").split()),
        source=source,
        execution_count=int(kind) if kind and kind.isdigit() else None,
        marks=marks,
    )


def _without_marks(number: int, marked: str) -> tuple[str, tuple[Span, ...]]:
    """Take the marks out of a text and give the places that they enclosed."""
    plain = ""
    opened: list[tuple[int, int]] = []
    spans: list[Span] = []
    for piece in _MARK.split(marked):
        if piece == _OPENING:
            opened.append(_place_after(plain))
        elif piece == _CLOSING:
            (line, column), (end_line, end_column) = opened.pop(), _place_after(plain)
            span = Span(cell=number, line=line, column=column, end_line=end_line, end_column=end_column)
            spans.append(span.model_copy(update={"cell_id": f"cell-{number}"}))
        else:
            plain += piece
    return plain, tuple(spans)


def _place_after(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _document(number: int, cell: ExampleCell) -> JsonValue:
    document: dict[str, JsonValue] = {
        "cell_type": cell.kind,
        "id": f"cell-{number}",
        "metadata": {"tags": list(cell.tags)} if cell.tags else {},
        "source": cell.source,
    }
    if cell.kind == "code":
        document |= {"execution_count": cell.execution_count, "outputs": []}
    return document
