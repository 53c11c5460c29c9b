"""Notebooks and pipeline functions in a few lines of text, for the pages of rules and their tests.

In a notebook, a line ``# %% TAGS`` starts a code cell with these tags; ``# %% [3] TAGS`` one that ran as the third, and
``# %% [markdown] TAGS`` a text cell. ``«`` and ``»`` mark where the rule is broken, and are not part of the text.
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
INSTALLED: Final = "site-packages"
"""Folder beside an example whose packages count as installed."""

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
class Link:
    """A file that is a link to another.

    Attributes:
        target: Path of the other, seen from the folder of the link.
    """

    target: str


@dataclass(frozen=True)
class Example:
    """A notebook as text.

    Attributes:
        text: The cells, each after its ``# %%`` line; indentation that all lines share does not count.
        metadata: The notebook's metadata.
        cell_metadata: Metadata of cells, by their numbers from 1; it goes over what their ``# %%`` lines say.
        files: The content of the files beside the notebook, by their paths. Those in :data:`INSTALLED` belong
            to packages that are installed where the notebook is checked.
        whole: How often the rule is broken by the notebook as a whole, so that no place can be marked.
    """

    text: str
    metadata: Mapping[str, JsonValue] = field(default_factory=dict)
    cell_metadata: Mapping[int, Mapping[str, JsonValue]] = field(default_factory=dict)
    files: Mapping[str, str | Link] = field(default_factory=dict)
    whole: int = 0

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
            "cells": [
                _document(number, cell, self.cell_metadata.get(number, {}))
                for number, cell in enumerate(self.cells, start=1)
            ],
            "metadata": dict(self.metadata),
            "nbformat": 4,
            "nbformat_minor": 5,
        }


@dataclass(frozen=True)
class Program:
    """A Python file with a pipeline function, or one that makes a pipeline by itself, as text.

    Attributes:
        text: The file; indentation that all lines share does not count.
        files: The content of the files beside it, by their paths.
        function: Name of the pipeline function; ``None`` where the file makes a pipeline when it is run.
        whole: How often the rule is broken by the pipeline as a whole, so that no place can be marked.
    """

    text: str
    files: Mapping[str, str | Link] = field(default_factory=dict)
    function: str | None = "main"
    whole: int = 0

    @property
    def source(self) -> str:
        """The file without marks."""
        return self._parts[0]

    @property
    def marks(self) -> tuple[Span, ...]:
        """Where the rule is broken, from top to bottom."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, tuple[Span, ...]]:
        return _without_marks(0, textwrap.dedent(self.text).strip("\n") + "\n")


def installed(name: str, version: str, origin: str | None = None) -> Mapping[str, str]:
    """Give the files of a package that counts as installed where a notebook is checked.

    Args:
        name: Its name, and that of its module.
        version: Its version.
        origin: What pip writes down of a package that does not come from an index, as the Python Packaging User Guide
            specifies ``direct_url.json``.
    """
    folder = f"{INSTALLED}/{name}-{version}.dist-info"
    files = {
        f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{folder}/RECORD": f"{name}/__init__.py,,\n",
    }
    return files if origin is None else {**files, f"{folder}/direct_url.json": origin}


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
            cell_id = f"cell-{number}" if number else None
            span = Span(
                cell=number, line=line, column=column, end_line=end_line, end_column=end_column, cell_id=cell_id
            )
            spans.append(span)
        else:
            plain += piece
    return plain, tuple(spans)


def _place_after(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _document(number: int, cell: ExampleCell, metadata: Mapping[str, JsonValue]) -> JsonValue:
    document: dict[str, JsonValue] = {
        "cell_type": cell.kind,
        "id": f"cell-{number}",
        "metadata": {**({"tags": list(cell.tags)} if cell.tags else {}), **metadata},
        "source": cell.source,
    }
    if cell.kind == "code":
        document |= {"execution_count": cell.execution_count, "outputs": []}
    return document
