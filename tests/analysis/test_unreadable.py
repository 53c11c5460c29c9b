"""Cells that cannot be read do not hide the problems of the others, and cause none that are not there."""

from __future__ import annotations

import pytest

import kale
from kale.pipeline import Define


def problems(*cells: tuple[str, str]) -> list[tuple[str, int]]:
    document = {
        "cells": [
            {"cell_type": "code", "metadata": {"tags": tags.split()}, "source": source} for tags, source in cells
        ],
        "metadata": {},
        "nbformat": 4,
    }
    return [(found.code, found.span.cell if found.span else 0) for found in kale.check_notebook(document)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((("step:a", "x = ("), ("step:b", "print(y)")), [("K101", 1), ("K104", 2)]),
        ((("step:a", "x = ("), ("step:b", "print(x)")), [("K101", 1)]),
        ((("step:a", "x = ("), ("step:b", "def f(): return z, x")), [("K101", 1), ("K105", 2)]),
        ((("step:a", "x = ("), ("step:b", "y = )"), ("step:c", "print(w)")), [("K101", 1), ("K101", 2), ("K104", 3)]),
        ((("step:a", "g = (i for i in [])"), ("step:b", "x = ("), ("step:c", "list(g)")), [("K101", 2), ("K106", 3)]),
        ((("step:a", "# nothing"), ("", "x = ("), ("step:b", "print(1)")), [("K101", 2)]),
        ((("step:a", "open('f', 'w'"), ("step:b", "print(open('f').read())")), [("K101", 1)]),
        ((("pipeline-parameters", "k = ["), ("step:b", "print(k)")), [("K101", 1)]),
        ((("step:a", "print(1)"), ("pipeline-metrics", "print(")), [("K101", 2)]),
        (
            (("step:a", "1_000_000 if"), ("step:a", "%nonsense"), ("step:b", "print(q)")),
            [("K101", 1), ("K030", 2), ("K104", 3)],
        ),
    ],
)
def test_problems(cells: tuple[tuple[str, str], ...], expected: list[tuple[str, int]]) -> None:
    assert problems(*cells) == expected


def test_line_separators_inside_text_do_not_shift_lines() -> None:
    source = 's = "a\u2028b\x0cc\x1cd"\nimport os\ndef f():\n    return os.sep'
    document = {
        "cells": [
            {"cell_type": "code", "metadata": {"tags": ["imports"]}, "source": f"x = 1\n{source}"},
            {"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": "print(f())"},
        ],
        "metadata": {},
        "nbformat": 4,
    }
    plan = kale.load_notebook(document).step("a").plan
    assert isinstance(plan[0], Define)
    assert plan[0].code.text == "import os\ndef f():\n    return os.sep"
