"""Problems stand where the notebook is written, also on lines that kale has translated."""

from __future__ import annotations

import pytest

import kale
from kale.rules.examples import Example

CASES: dict[str, tuple[str, list[tuple[str, tuple[int, int, int, int]]]]] = {
    "a magic as a whole": ("%cd data\nprint(1)", [("K112", (1, 1, 1, 9))]),
    "a magic in a block": ("if True:\n    %cd data   ", [("K112", (2, 5, 2, 13))]),
    "what stands before a magic": ("print(y); y = !ls", [("K104", (1, 7, 1, 8))]),
    "what a magic mentions": ("%time print(y)", [("K104", (1, 1, 1, 15))]),
    "a line beside a magic": ("!ls\nprint(y)", [("K104", (2, 7, 2, 8))]),
    "an argument of a magic of kale": (
        "%%step a --cpus 1\nprint(y)",
        [("K033", (1, 10, 1, 16)), ("K104", (2, 7, 2, 8))],
    ),
    "a magic that is not known": ("x = %nonsense\nprint(x)", [("K030", (1, 5, 1, 14))]),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_places(source: str, expected: list[tuple[str, tuple[int, int, int, int]]]) -> None:
    tags = "" if source.startswith("%%") else "step:a"
    found = kale.check_notebook(Example(f"# %% {tags}\n{source}\n# %% step:b\nprint(1)\n").notebook())
    spans = [(d.code, d.span) for d in found]
    assert [(c, s and (s.line, s.column, s.end_line, s.end_column)) for c, s in spans] == expected
