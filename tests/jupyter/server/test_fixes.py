"""Doing what problems offer to do about them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.jupyter.server.notebooks import applied, code, document, edit, tagged, tags_of

from kale.diagnostics import Span
from kale.jupyter.server.edits.fixes import with_text_replaced
from kale.jupyter.server.viewing import view

FIXES: list[tuple[dict[str, Any], str, list[str], list[str]]] = [
    (tagged("step:x", "stpe:y"), "mistyped-tag", ["step:x", "step:y"], []),
    (tagged("step:train", "step:y prev:trian a"), "unknown-previous-step", ["step:train", "step:y prev:train a"], []),
    (tagged("step:x", "a block: b"), "nameless-step", ["step:x", "a b"], []),
    (
        document(code("x = 1", "step:x"), code("a = 1", "step:y"), code("y = x", "step:z prev:y")),
        "edge-against-tags",
        ["step:x", "step:y", "step:z prev:y prev:x"],
        [],
    ),
    (document(code("x = 1  # kale: ignore[K501]\nx", "step:x")), "unused-suppression", ["step:x"], ["x = 1\nx"]),
]


@pytest.mark.parametrize(("notebook", "slug", "tags", "sources"), FIXES, ids=[case[1] for case in FIXES])
def test_fixes(notebook: dict[str, Any], slug: str, tags: list[str], sources: list[str]) -> None:
    problem = next((each for each in view(notebook, "work.ipynb").problems if each.slug == slug and each.fix), None)
    assert problem is not None
    found = edit(notebook, "fix", problem=problem.model_dump())
    changed = applied(notebook, found)
    assert tags_of(changed) == tags
    assert [cell["source"] for cell in changed["cells"]] == (sources or [cell["source"] for cell in notebook["cells"]])
    assert all(each.slug != slug for each in view(changed, "work.ipynb").problems)
    assert edit(changed, "fix", problem=problem.model_dump()).problems == (
        "the notebook does not have this problem any more",
    )


def test_a_problem_without_a_fix() -> None:
    notebook = document(code("x = (", "step:x"))
    problem = view(notebook, "work.ipynb").problems[0]
    assert edit(notebook, "fix", problem=problem.model_dump()).problems == (
        "nothing can be done about this problem with a click",
    )


@pytest.mark.parametrize(
    ("span", "by", "after"),
    [
        ({"line": 1, "column": 8, "end_line": 1, "end_column": 11}, "", "x = 1\n  # b\nz"),
        ({"line": 2, "column": 3, "end_line": 2, "end_column": 6}, "", "x = 1  # a\n  \nz"),
        ({"line": 1, "column": 5, "end_line": 2, "end_column": 4}, "é", "x = é b\nz"),
        ({"line": 3, "column": 1, "end_line": 3, "end_column": 2}, "y\nz", "x = 1  # a\n  # b\ny\nz"),
    ],
)
def test_text_is_replaced(span: dict[str, int], by: str, after: str) -> None:
    source = "x = 1  # a\n  # b\nz"
    assert with_text_replaced(source, Span(cell=1, **span), by) == after
