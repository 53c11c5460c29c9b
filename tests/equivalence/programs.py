"""Random programs, which run without an error in one process, cut into steps."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st
from tests.equivalence.grammar import BOX, NAMES
from tests.equivalence.statements import Statements

OBSERVE: Final = """\
def observe(name, value):
    from observation_log import record
    record(name, value)
"""


@dataclass(frozen=True)
class Program:
    """A program in steps.

    Attributes:
        definitions: Source of the functions cell.
        steps: Source of each step.
        chained: Whether each step names the one before with ``prev:``.
    """

    definitions: str
    steps: tuple[str, ...]
    chained: bool

    @property
    def source(self) -> str:
        """The whole program."""
        return "\n".join((OBSERVE, self.definitions, *self.steps))

    def notebook(self) -> dict[str, Any]:
        """Give the program as a notebook, one cell a step."""
        cells = [(["functions"], OBSERVE), (["functions"], self.definitions)]
        for number, source in enumerate(self.steps):
            tags = [f"step:s{number}"]
            if number and self.chained:
                tags.append(f"prev:s{number - 1}")
            cells.append((tags, source))
        return {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "metadata": {"tags": tags},
                    "source": source,
                    "execution_count": None,
                    "outputs": [],
                }
                for number, (tags, source) in enumerate(cells)
            ],
        }


@st.composite
def programs(draw: st.DrawFn, *, chained: bool) -> Program:
    """Give random programs.

    Args:
        draw: Hypothesis' way to make a choice.
        chained: Whether the steps name each other with ``prev:``.
    """
    statements = Statements(draw)
    steps = [statements.beginning()]
    for number in range(draw(st.integers(2, 5))):
        lines = [statements.statement() for _ in range(draw(st.integers(1, 5)))]
        lines += _observations(draw, statements.bound, f"s{number}")
        steps.append("\n".join(lines))
    if draw(st.booleans()):
        steps[:2] = ["\n".join(steps[:2])]
    return Program(BOX, tuple(steps), chained)


def _observations(draw: st.DrawFn, bound: set[str], step: str) -> list[str]:
    data = [name for kind, names in NAMES.items() if not kind.startswith("F_") for name in names if name in bound]
    chosen = draw(st.lists(st.sampled_from(data), min_size=1, max_size=4, unique=True))
    lines = [f'observe("{step}.{name}", {name})' for name in chosen]
    lists = [name for name in NAMES["LIST"] if name in bound]
    if draw(st.booleans()) and len(lists) > 1:
        pairs = ", ".join(f"{one} is {other}" for one, other in itertools.pairwise(lists))
        lines.append(f'observe("{step}.same", [{pairs}])')
    if draw(st.booleans()):
        lines.append(f'observe("{step}.total", [Box.total, Crate.total, Tray.total])')
    if draw(st.booleans()):
        lines.append(f'observe("{step}.shelves", [Box.shelf, Crate.shelf, Tray.shelf])')
    return lines
