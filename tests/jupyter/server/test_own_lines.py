"""Cells that say in a line of their own what they are: ``%%step train``."""

from __future__ import annotations

from typing import Any

import pytest
from tests.jupyter.server.notebooks import applied, code, document, edit, tags_of

from kale.jupyter.server.viewing import view

NOTEBOOK = document(
    code("%%imports\nimport math"),
    code("%%step load --cpu 2 --label a:b\nx = 1"),
    code("\n%%step 'my model' --after load --no-cache\ny = x"),
    code("z = y", "step:tell prev:load"),
)

EDITS: list[tuple[str, dict[str, Any], dict[int, str]]] = [
    (
        "rename_step",
        {"step": "load", "to": "fetch all"},
        {
            2: "%%step 'fetch all' --cpu 2 --label a:b\nx = 1",
            3: "\n%%step 'my model' --after 'fetch all' --no-cache\ny = x",
        },
    ),
    (
        "rename_step",
        {"step": "my model", "to": "model"},
        {3: "\n%%step model --after load --no-cache\ny = x"},
    ),
    ("set_after", {"cells": ["c3"], "after": []}, {3: "\n%%step 'my model' --no-cache\ny = x"}),
    ("set_option", {"cells": ["c2"], "option": "cpu", "value": 4}, {2: "%%step load --cpu 4 --label a:b\nx = 1"}),
    (
        "set_option",
        {"cells": ["c2"], "option": "gpu", "value": 1},
        {2: "%%step load --cpu 2 --label a:b --gpu 1\nx = 1"},
    ),
    (
        "set_option",
        {"cells": ["c3"], "option": "cache", "value": True},
        {3: "\n%%step 'my model' --after load --cache\ny = x"},
    ),
    ("set_role", {"cells": ["c1"], "role": "functions"}, {1: "%%functions\nimport math"}),
    ("set_role", {"cells": ["c1"], "role": None}, {1: "import math"}),
    (
        "delete_step",
        {"step": "load"},
        {2: "x = 1", 3: "\n%%step 'my model' --no-cache\ny = x"},
    ),
]


@pytest.mark.parametrize(("kind", "facts", "changed"), EDITS)
def test_the_line_is_rewritten(kind: str, facts: dict[str, Any], changed: dict[int, str]) -> None:
    found = edit(NOTEBOOK, kind, **facts)
    assert not found.problems
    sources = [cell["source"] for cell in applied(NOTEBOOK, found)["cells"]]
    assert sources == [changed.get(number, cell["source"]) for number, cell in enumerate(NOTEBOOK["cells"], start=1)]
    assert all(not tags for tags in tags_of(applied(NOTEBOOK, found))[:3])


def test_references_in_tags_and_lines_are_renamed_together() -> None:
    changed = applied(NOTEBOOK, edit(NOTEBOOK, "rename_step", step="load", to="a"))
    assert tags_of(changed)[3] == "step:tell prev:a"
    assert [step.after for step in view(changed, "work.ipynb").steps] == [(), ("a",), ("a",)]


def test_a_notebook_that_lines_annotate_is_a_pipeline() -> None:
    found = view(NOTEBOOK, "work.ipynb")
    assert [(cell.role, cell.step, cell.inherited) for cell in found.cells] == [
        ("imports", None, False),
        ("step", "load", False),
        ("step", "my model", False),
        ("step", "tell", False),
    ]
    assert found.cells[1].options == {"cpu": "2"}


def test_a_broken_line_is_not_rewritten() -> None:
    notebook = document(code("%%step load --colour red\nx = 1"))
    found = edit(notebook, "set_role", cells=["c1"], role="imports")
    assert "'%%step' has no option '--colour'" in found.problems[0]
    assert not found.cells


def test_what_no_line_can_say() -> None:
    found = edit(NOTEBOOK, "rename_step", step="load", to="--load")
    assert "cannot say" in found.problems[0]
