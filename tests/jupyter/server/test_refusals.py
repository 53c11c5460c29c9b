"""Actions that cannot be done, which change nothing and say why."""

from __future__ import annotations

from typing import Any

import pytest
from tests.jupyter.server.notebooks import code, document, edit, tagged, text

REFUSALS: list[tuple[dict[str, Any], str, dict[str, Any], str]] = [
    (
        tagged("step:x"),
        "set_option",
        {"cells": ["c1"], "option": "memory", "value": "lots"},
        "'lots' is not a quantity",
    ),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "retry", "value": 1.5}, "a whole number"),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "retry", "value": True}, "a whole number"),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "retry", "value": 101}, "100"),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "cache", "value": "yes"}, "yes or no"),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "image", "value": ["a"]}, "one text"),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "image", "value": "a b"}, "'a b'"),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "packages", "value": "some"}, "packages:missing"),
    (tagged("step:x"), "set_option", {"cells": ["c1"], "option": "colour", "value": 1}, "there is no option 'colour'"),
    (tagged("imports"), "set_option", {"cells": ["c1"], "option": "retry", "value": 1}, "cell 1 belongs to no step"),
    (tagged(""), "set_option", {"cells": ["c1"], "option": "retry", "value": 1}, "cell 1 belongs to no step"),
    (tagged("", "functions"), "set_after", {"cells": ["c1"], "after": []}, "cell 1 belongs to no step"),
    (tagged("step:x"), "set_after", {"cells": ["c1"], "after": ["x"]}, "cannot come after itself"),
    (tagged("step:x"), "set_after", {"cells": ["c1"], "after": ["y"]}, "there is no step 'y'; the steps are 'x'"),
    (tagged("step:x"), "set_role", {"cells": ["c9"], "role": None}, "no cell 'c9'"),
    (tagged("step:x"), "set_role", {"cells": [], "role": None}, "only code cells"),
    (document(text()), "set_role", {"cells": ["c1"], "role": "imports"}, "only code cells"),
    (tagged("step:x"), "set_role", {"cells": ["c1"], "role": "step"}, "needs a name"),
    (tagged("step:x", "step:y"), "rename_step", {"step": "x", "to": "y"}, "there is a step 'y' already"),
    (tagged("step:x"), "rename_step", {"step": "z", "to": "y"}, "there is no step 'z'"),
    (tagged("imports", ""), "rename_step", {"step": "work", "to": "y"}, "it is called like the notebook"),
    (tagged("step:x"), "delete_step", {"step": "z"}, "there is no step 'z'"),
    (document(code("x = 1", [1])), "set_role", {"cells": ["c1"], "role": "imports"}, "are not a list of strings"),
    (
        document(code("x = 1", "", 7)),
        "set_role",
        {"cells": ["c1"], "role": "imports"},
        "in the metadata of cell 1, 'kale' is not valid",
    ),
    (
        document(code("x = 1", "", {"stpe": "y"})),
        "set_role",
        {"cells": ["c1"], "role": "imports"},
        "did you mean 'step'?",
    ),
    (tagged("step:x"), "set_setting", {"setting": "shape", "value": 1}, "there is no setting 'shape'"),
    (tagged("step:x"), "set_setting", {"setting": "image", "value": "a b"}, "'a b' is not an image"),
    (tagged("step:x"), "set_setting", {"setting": "transport", "value": "pigeon"}, "artifacts"),
    (tagged("step:x"), "set_setting", {"setting": "workspace_size", "value": "big"}, "big"),
    (tagged("step:x", kale=[1]), "set_setting", {"setting": "name", "value": "n"}, "is not an object"),
]


@pytest.mark.parametrize(("notebook", "kind", "facts", "reason"), REFUSALS, ids=[str(case[3]) for case in REFUSALS])
def test_refusals(notebook: dict[str, Any], kind: str, facts: dict[str, Any], reason: str) -> None:
    found = edit(notebook, kind, **facts)
    assert reason in found.problems[0]
    assert not found.cells
    assert not found.notebook_metadata
