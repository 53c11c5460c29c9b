"""What a pipeline is compared with, where that is not its cells, run from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

NOTEBOOK: Final = "notebook"
CALL: Final = "plain call"

LookNumbers: TypeAlias = Mapping[int, int]
"""The number of the look after each cell, by number of the cell."""


@dataclass(frozen=True)
class Original:
    """A program of its own that the pipeline was made from.

    Attributes:
        name: What to call it in words, such as ``plain call``.
        names: The variables in which the two can be compared.
        expression: Gives the Python expression that runs the program and looks at what it leaves behind.
    """

    name: str
    names: frozenset[str]
    expression: Callable[[LookNumbers], str]
