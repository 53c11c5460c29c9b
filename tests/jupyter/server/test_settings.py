"""What actions change in the settings of the pipeline, wherever a notebook keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.jupyter.server.notebooks import applied, edit, tagged

from kale.jupyter.server.viewing import view

SETTINGS: list[tuple[dict[str, Any], str, Any, dict[str, Any]]] = [
    ({}, "name", " My pipeline ", {"kale": {"pipeline_name": "My pipeline"}}),
    ({"kale": {"pipeline_name": "a"}}, "name", None, {"kale": None}),
    ({"kale": {"pipeline_name": "a", "own": 1}}, "name", "", {"kale": {"own": 1}}),
    ({"kale": {"docker_image": "a:1"}}, "image", "b:2", {"kale": {"base_image": "b:2"}}),
    ({"kubeflow_notebook": {"docker_image": "a:1"}}, "image", "b:2", {"kale": {"base_image": "b:2"}}),
    ({"kubeflow_notebook": {"docker_image": "a:1", "x": 1}}, "image", None, {"kubeflow_notebook": {"x": 1}}),
    ({"kale": {"experiment": {"id": "1", "name": "old"}}}, "experiment", "new", {"kale": {"experiment_name": "new"}}),
    (
        {"kale": {"workspace": {"size": "1Gi", "storage_class": "fast"}}},
        "workspace_size",
        "2Gi",
        {"kale": {"workspace": {"size": "2Gi", "storage_class": "fast"}}},
    ),
    (
        {"kale": {"workspace": {"size": "1Gi", "storage_class": "fast"}}},
        "workspace_size",
        None,
        {"kale": {"workspace": {"storage_class": "fast"}}},
    ),
    ({"kale": {"workspace": {"size": "1Gi"}}}, "workspace_size", None, {"kale": None}),
    ({}, "cache", False, {"kale": {"enable_caching": False}}),
    ({}, "transport", "workspace", {"kale": {"transport": "workspace"}}),
    ({"kale": {"pipeline_name": "a"}}, "name", "a", {}),
    (
        {"kale": {"base_image": "not an image"}},
        "name",
        "a",
        {"kale": {"base_image": "not an image", "pipeline_name": "a"}},
    ),
]


@pytest.mark.parametrize(("metadata", "setting", "value", "changes"), SETTINGS)
def test_settings(metadata: dict[str, Any], setting: str, value: Any, changes: dict[str, Any]) -> None:
    notebook = tagged("step:x", **metadata)
    found = edit(notebook, "set_setting", setting=setting, value=value)
    assert not found.problems
    assert found.notebook_metadata == changes
    shown = view(applied(notebook, found), "work.ipynb").settings.values[setting]
    assert shown == (value.strip() or None if isinstance(value, str) else value)
