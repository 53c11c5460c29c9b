"""What actions change in cells: a table of notebooks, actions, and the notebooks that come of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.jupyter.server.notebooks import applied, code, document, edit, settings_of, tagged, tags_of, text

from kale.jupyter.server.documents import Edit

ROLES: list[tuple[str, list[str], dict[str, Any], list[str]]] = [
    ("a first step", ["", "mine"], {"cells": ["c2"], "role": "step", "step": "train"}, ["", "mine step:train"]),
    ("the name is trimmed", [""], {"cells": ["c1"], "role": "step", "step": " my step "}, ["step:my step"]),
    ("foreign tags keep their places", ["a step:x b"], {"cells": ["c1"], "role": "imports"}, ["a imports b"]),
    ("nothing left of the role", ["a step:x b"], {"cells": ["c1"], "role": None}, ["a b"]),
    ("papermill's tag gives way", ["parameters a"], {"cells": ["c1"], "role": "step", "step": "x"}, ["step:x a"]),
    (
        "papermill's tag stays",
        ["parameters a", "step:x"],
        {"cells": ["c1"], "role": "parameters"},
        ["parameters a", "step:x"],
    ),
    (
        "papermill's tag is put into our words",
        ["parameters a"],
        {"cells": ["c1"], "role": "parameters"},
        ["pipeline-parameters a"],
    ),
    ("a role in the old words", ["block:imports"], {"cells": ["c1"], "role": "functions"}, ["functions"]),
    ("a contradiction is settled", ["step:x imports"], {"cells": ["c1"], "role": "imports"}, ["imports"]),
    ("a nameless step", ["block:"], {"cells": ["c1"], "role": "step", "step": "x"}, ["step:x"]),
    ("skip", ["step:x", "a"], {"cells": ["c2"], "role": "skip"}, ["step:x", "a skip"]),
    (
        "several cells",
        ["", "", ""],
        {"cells": ["c3", "c1"], "role": "metrics"},
        ["pipeline-metrics", "", "pipeline-metrics"],
    ),
    (
        "options go along with the only cell of a step",
        ["step:x limit:cpu:2", "step:y prev:x"],
        {"cells": ["c1"], "role": "step", "step": "z"},
        ["step:z limit:cpu:2", "step:y prev:z"],
    ),
    (
        "options stay with the step where it has another cell",
        ["step:w", "step:x limit:cpu:2 prev:w a", "step:x"],
        {"cells": ["c2"], "role": "step", "step": "w"},
        ["step:w", "step:w a", "step:x limit:cpu:2 prev:w"],
    ),
    (
        "one step becomes a part of another, which it came after",
        ["step:x", "step:y prev:x", "step:z prev:y prev:x"],
        {"cells": ["c2"], "role": "step", "step": "x"},
        ["step:x", "step:x", "step:z prev:x"],
    ),
    (
        "a step that is no more is not named any more",
        ["step:x", "step:y prev:x", "step:z prev:x:y"],
        {"cells": ["c1"], "role": "imports"},
        ["imports", "step:y", "step:z prev:y"],
    ),
]


@pytest.mark.parametrize(("before", "action", "after"), [case[1:] for case in ROLES], ids=[case[0] for case in ROLES])
def test_roles(before: list[str], action: dict[str, Any], after: list[str]) -> None:
    notebook = tagged(*before)
    found = edit(notebook, "set_role", **action)
    assert not found.problems
    assert tags_of(applied(notebook, found)) == after


@pytest.mark.parametrize("word", ["imports", "functions", "pipeline-parameters", "skip", "", "  ", "a\nb", "\x1b[1m"])
def test_names_that_no_step_can_have(word: str) -> None:
    for kind, facts in (
        ("set_role", {"cells": ["c1"], "role": "step", "step": word}),
        ("rename_step", {"step": "x", "to": word}),
    ):
        found = edit(tagged("step:x"), kind, **facts)
        assert found.problems
        assert not found.cells


def test_settings_stay_settings() -> None:
    mine = {"step": "x", "limits": {"cpu": 2}, "prev": "w", "mutates": ["a"]}
    notebook = document(code("a = 1", "step:w"), code("b = 2", "foreign", mine), code("c = 3", "step:y prev:x"))
    renamed = applied(notebook, edit(notebook, "rename_step", step="x", to="z"))
    assert settings_of(renamed)[1] == {"step": "z", "limits": {"cpu": 2}, "prev": "w", "mutates": ["a"]}
    assert tags_of(renamed) == ["step:w", "foreign", "step:y prev:z"]
    renamed = applied(notebook, edit(notebook, "rename_step", step="w", to="v"))
    assert settings_of(renamed)[1] == {"step": "x", "limits": {"cpu": 2}, "prev": "v", "mutates": ["a"]}
    limited = applied(notebook, edit(notebook, "set_option", cells=["c2"], option="memory", value="2Gi"))
    assert settings_of(limited)[1]["limits"] == {"cpu": 2, "memory": "2Gi"}
    unlimited = applied(notebook, edit(notebook, "set_option", cells=["c2"], option="cpu", value=None))
    assert settings_of(unlimited)[1] == {"step": "x", "prev": "w", "mutates": ["a"]}
    ordered = applied(notebook, edit(notebook, "set_after", cells=["c2"], after=["y", "w"]))
    assert settings_of(ordered)[1]["prev"] == ["y", "w"]
    imports = applied(notebook, edit(notebook, "set_role", cells=["c2"], role="imports"))
    assert settings_of(imports)[1] == {"mutates": ["a"], "role": "imports"}
    bare = applied(notebook, edit(notebook, "set_role", cells=["c2"], role=None))
    assert settings_of(bare)[1] == {"mutates": ["a"]}


def test_settings_that_are_no_longer_needed_go_as_a_whole() -> None:
    notebook = document(code("a = 1", "a", {"step": "x"}))
    assert "kale" not in applied(notebook, edit(notebook, "set_role", cells=["c1"], role=None))["cells"][0]["metadata"]


ORDERS: list[tuple[str, list[str], dict[str, Any], list[str]]] = [
    ("a first one", ["step:x", "step:y"], {"cells": ["c2"], "after": ["x"]}, ["step:x", "step:y prev:x"]),
    ("one less", ["step:x", "step:y a prev:x b"], {"cells": ["c2"], "after": []}, ["step:x", "step:y a b"]),
    (
        "in the given order",
        ["step:x", "step:y", "step:z prev:x"],
        {"cells": ["c3"], "after": ["y", "x", "y"]},
        ["step:x", "step:y", "step:z prev:y prev:x"],
    ),
    (
        "of a cell that belongs to a step",
        ["step:x", "step:y", ""],
        {"cells": ["c3"], "after": ["x"]},
        ["step:x", "step:y prev:x", ""],
    ),
    (
        "where the step states it",
        ["step:x", "step:y", "step:y prev:x"],
        {"cells": ["c2"], "after": []},
        ["step:x", "step:y", "step:y"],
    ),
    (
        "in the words of the first version",
        ["step:x", "step:y", "step:z prev:x:y"],
        {"cells": ["c3"], "after": ["y"]},
        ["step:x", "step:y", "step:z prev:y"],
    ),
    (
        "Markdown does not count",
        ["step:x", "step:y"],
        {"cells": ["c3", "c2"], "after": ["x"]},
        ["step:x", "step:y prev:x"],
    ),
]


@pytest.mark.parametrize(("before", "action", "after"), [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS])
def test_orders(before: list[str], action: dict[str, Any], after: list[str]) -> None:
    notebook = tagged(*before)
    notebook["cells"].append({"id": f"c{len(before) + 1}", **text()})
    found = edit(notebook, "set_after", **action)
    assert not found.problems
    assert tags_of(applied(notebook, found)) == [*after, ""]


OPTIONS: list[tuple[str, list[str], str, Any, list[str]]] = [
    ("text", ["step:x"], "image", " python:3.12 ", ["step:x image:python:3.12"]),
    ("a number", ["step:x"], "retry", 3.0, ["step:x retry:3"]),
    ("a flag", ["step:x cache:enabled b"], "cache", False, ["step:x cache:disabled b"]),
    ("a quantity", ["step:x"], "memory", "4Gi", ["step:x limit:memory:4Gi"]),
    ("a quantity as a number", ["step:x"], "gpu", 1, ["step:x limit:nvidia.com/gpu:1"]),
    ("other keys stay", ["step:x limit:cpu:1 limit:memory:1Gi"], "cpu", 2, ["step:x limit:cpu:2 limit:memory:1Gi"]),
    ("nothing", ["step:x timeout:5"], "timeout", None, ["step:x"]),
    ("an empty field", ["step:x display-name:y"], "display_name", " ", ["step:x"]),
    ("a choice", ["step:x"], "packages", "none", ["step:x packages:none"]),
    ("where the step states it", ["step:x", "step:x retry:1"], "retry", 2, ["step:x", "step:x retry:2"]),
    ("contradictions are settled", ["step:x retry:3", "step:x retry:1"], "retry", 2, ["step:x retry:2", "step:x"]),
    ("a name with a colon", ["step:x"], "display_name", "a: b", ["step:x display-name:a: b"]),
]


@pytest.mark.parametrize(("before", "option", "value", "after"), [c[1:] for c in OPTIONS], ids=[c[0] for c in OPTIONS])
def test_options(before: list[str], option: str, value: Any, after: list[str]) -> None:
    notebook = tagged(*before)
    found = edit(notebook, "set_option", cells=["c1"], option=option, value=value)
    assert not found.problems
    assert tags_of(applied(notebook, found)) == after


def test_a_step_is_renamed_wherever_it_is_named() -> None:
    notebook = tagged(
        "block:x keep", "step:y prev:x", "step:x", "skip step:x", "step:z prev:y prev: x", "step:a prev:x:y"
    )
    notebook["cells"][4]["metadata"]["tags"] = ["step:z", "prev:y", "prev: x"]
    notebook["cells"].append({"id": "c7", **text("words", "step:x")})
    found = edit(notebook, "rename_step", step="x", to="new name: 2")
    changed = [cell["metadata"]["tags"] for cell in applied(notebook, found)["cells"]]
    assert changed == [
        ["block:new name: 2", "keep"],
        ["step:y", "prev:new name: 2"],
        ["step:new name: 2"],
        ["skip", "step:new name: 2"],
        ["step:z", "prev:y", "prev:new name: 2"],
        ["step:a", "prev:new name: 2", "prev:y"],
        ["step:new name: 2"],
    ]
    assert edit(notebook, "rename_step", step="x", to="x") == Edit()


def test_deleting_a_step_says_what_depends_on_it() -> None:
    notebook = document(
        code("import math", "imports"),
        code("x = 1", "step:load limit:cpu:2 mine"),
        code("y = x + 1"),
        code("z = x + y", "step:train prev:load"),
        code("print(1)", "step:tell prev:load prev:train"),
    )
    found = edit(notebook, "delete_step", step="load")
    assert found.consequences == (
        "step 'train' needs x, y of it",
        "step 'tell' comes after it, and will not name it any more",
        "cells 2-3 go to the imports, which every step may run",
    )
    assert tags_of(applied(notebook, found)) == ["imports", "mine", "", "step:train", "step:tell prev:train"]


def test_deleting_the_only_step_leaves_no_pipeline() -> None:
    found = edit(tagged("step:x", "a"), "delete_step", step="x")
    assert found.consequences == ("the notebook has no annotation any more, so it is no pipeline",)


def test_followers_are_told_of() -> None:
    found = edit(tagged("step:x", "", "", "step:y"), "set_role", cells=["c2"], role="step", step="z")
    assert found.consequences == ("cell 3, without an annotation of its own, goes to step 'z'",)
    found = edit(tagged("", "", ""), "set_role", cells=["c2"], role="step", step="z")
    assert found.consequences == (
        "cell 1, without an annotation of its own, goes to the imports, which every step may run",
        "cell 3, without an annotation of its own, goes to step 'z'",
    )
    assert not edit(tagged("step:x", "", ""), "set_role", cells=["c1"], role="step", step="z").consequences


def test_what_a_cell_loses_is_told_of() -> None:
    found = edit(tagged("step:x", "step:y prev:x retry:2"), "set_role", cells=["c2"], role="functions")
    assert found.consequences == ("cell 2 loses what it says of its step: prev:x, retry:2",)
