"""Rows of figures as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measurement.

    Attributes:
        what: What was measured.
        figure: The median, with its unit.
        remark: What it compares with.
    """

    what: str
    figure: str
    remark: str = ""


def seconds(value: float) -> str:
    """Give a time in milliseconds or seconds."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def table_lines(title: str, rows: Iterable[Row]) -> Iterator[str]:
    """Give the lines of a table."""
    collected = tuple(rows)
    width = max(len(row.what) for row in collected)
    figures = max(len(row.figure) for row in collected)
    yield title
    yield "-" * len(title)
    for row in collected:
        yield f"{row.what:<{width}}  {row.figure:>{figures}}  {row.remark}".rstrip()
