"""Comments silence warnings where they stand."""

from __future__ import annotations

import pytest

import kale
from kale.notebook import Notebook
from kale.notebook.reading import parse_notebook
from kale.rules.examples import Example
from kale.rules.suppression import Suppressions


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in kale.check_notebook(Example(text).notebook())]


def notebook(source: str) -> Notebook:
    import json

    cell = {"cell_type": "code", "metadata": {}, "source": source}
    return parse_notebook(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))


STAR = "# %% step:a\nfrom math import *{}\nprint(pi)\n"


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("", ["K501"]),
        ("  # kale: ignore[K501]", []),
        ("  # kale: ignore[k501]", []),
        ("  # kale: ignore[star-import]", []),
        ("  # kale:ignore[ K501 ]", []),
        ("  # kale: ignore", []),
        ("  # noqa: F403 # kale: ignore[K501] all of it", []),
        ("  # kale: ignore[K502]", ["K501", "K515"]),
        ("  # kale: ignore[K501, K502]", ["K515"]),
        ("  # kale: ignored", ["K501", "K116"]),
        ("  # kale: pure", ["K501"]),
        ("  # kale: pure; ignore[K501]", []),
        ("  # kale: ignore[K501]; pure", []),
    ],
)
def test_comments(comment: str, expected: list[str]) -> None:
    assert codes(STAR.format(comment)) == expected


def test_a_comment_counts_on_every_line_of_what_it_silences() -> None:
    text = (
        "# %% step:a\nimport math\nfrom math import (\n    pi,  # kale: ignore[K511]\n)\n# %% step:b\nprint(pi, math)\n"
    )
    assert codes(text) == ["K511"]


def test_a_comment_counts_on_its_line_only() -> None:
    assert codes("# %% step:a\n# kale: ignore[K501]\nfrom math import *\nprint(pi)\n") == ["K515", "K501"]


def test_errors_cannot_be_silenced() -> None:
    found = kale.check_notebook(Example("# %% step:a\nprint(x)  # kale: ignore[K104]\n").notebook())
    assert [diagnostic.code for diagnostic in found] == ["K104", "K515"]
    assert "an error cannot be silenced" in found[1].message


def test_compiling_heeds_comments() -> None:
    compiled = kale.compile_notebook(Example(STAR.format("  # kale: ignore[K501]")).notebook())
    assert compiled.diagnostics == ()


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("x = '# kale: ignore'", []),
        ("x = '''\n# kale: ignore\n'''", []),
        ("%time f()  # kale: ignore[K501]", [(1, 12)]),
        ("!echo 'a # kale: ignore'", []),
        ("x = (  # kale: ignore[a,b]", [(1, 8)]),
        ("é = 1  # kale: ignore", [(1, 8)]),
        ("\f# kale: ignore", [(1, 2)]),
    ],
)
def test_comments_are_told_from_text(source: str, places: list[tuple[int, int]]) -> None:
    assert [(comment.span.line, comment.span.column) for comment in Suppressions(notebook(source)).comments] == places
