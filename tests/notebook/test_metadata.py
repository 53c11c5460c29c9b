from __future__ import annotations

from typing import Any

import pytest

from kale.diagnostics import Severity
from kale.notebook.volumes import VolumeRequest


@pytest.fixture
def described(annotated: Any) -> Any:
    """Annotate a notebook of one step with the given settings."""

    def describe(settings: Any, section: str = "kale", **more: Any) -> Any:
        return annotated(("step:a", "x = 1"), metadata={section: settings, **more})

    return describe


def test_everything_that_is_acted_on(described: Any) -> None:
    notebook = described(
        {
            "pipeline_name": "My Pipeline",
            "pipeline_description": 'with "quotes", {braces} and \\',
            "experiment_name": "trial",
            "base_image": "python:3.11",
            "enable_caching": False,
            "steps_defaults": ["label:team:ml", "limit:cpu:1", "env:A=b:c"],
        }
    )
    pipeline = notebook.pipeline
    assert (pipeline.name, pipeline.experiment, pipeline.image) == ("My Pipeline", "trial", "python:3.11")
    assert pipeline.description == 'with "quotes", {braces} and \\'
    assert pipeline.caching is False
    options = notebook.step("a").options
    assert (options.labels, options.limits, options.env) == ({"team": "ml"}, {"cpu": "1"}, {"A": "b:c"})
    assert options.cache is False
    assert not notebook.diagnostics


@pytest.mark.parametrize(
    "settings", [{}, {"pipeline_name": "", "docker_image": "", "experiment": {"id": "", "name": ""}}]
)
def test_silence_leaves_the_defaults(settings: dict[str, Any], described: Any) -> None:
    pipeline = described(settings).pipeline
    assert (pipeline.name, pipeline.description, pipeline.experiment) == ("pipeline", "", None)
    assert (pipeline.image, pipeline.caching, pipeline.volumes) == (None, None, ())


@pytest.mark.parametrize(
    ("settings", "experiment"),
    [
        ({"experiment": {"id": "new", "name": "hp"}}, "hp"),
        ({"experiment": {"id": "1", "name": "old"}, "experiment_name": "new"}, "new"),
        ({"experiment": None, "experiment_name": None}, None),
    ],
)
def test_experiment(settings: dict[str, Any], experiment: str | None, described: Any) -> None:
    assert described(settings).pipeline.experiment == experiment


@pytest.mark.parametrize(
    ("settings", "image"),
    [
        ({"docker_image": "a:1"}, "a:1"),
        ({"docker_image": "a:1", "base_image": "b:2"}, "b:2"),
        ({"docker_image": "a:1", "base_image": ""}, "a:1"),
    ],
)
def test_image(settings: dict[str, Any], image: str, described: Any) -> None:
    assert described(settings).pipeline.image == image


def test_newer_sections_stand_over_older_ones(described: Any) -> None:
    notebook = described(
        {"pipeline_name": "new"},
        kubeflow_notebook={"pipeline_name": "old", "experiment_name": "e"},
        kubeflow_noteobok={"pipeline_name": "oldest", "pipeline_description": "d"},
    )
    pipeline = notebook.pipeline
    assert (pipeline.name, pipeline.experiment, pipeline.description) == ("new", "e", "d")
    assert not notebook.diagnostics


@pytest.mark.parametrize(
    ("defaults", "field", "value"),
    [
        (["image:x:1"], "image", "x:1"),
        (["cache:disabled"], "cache", False),
        (["annotation:a:b:c"], "annotations", {"a": "b:c"}),
        ({"labels": {"a": "b"}, "base_image": ""}, "labels", {"a": "b"}),
        ({"limits": {"cpu": 2}}, "limits", {"cpu": "2"}),
        ({"enable_caching": False}, "cache", False),
        ({"generate_html_report": True}, "report", True),
        ({"timeout": 60, "retry_count": 2}, "timeout", 60),
    ],
)
def test_steps_defaults(defaults: Any, field: str, value: Any, described: Any) -> None:
    notebook = described({"steps_defaults": defaults})
    assert getattr(notebook.step("a").options, field) == value
    assert not notebook.diagnostics


def test_a_step_stands_over_the_defaults(annotated: Any) -> None:
    settings = {
        "enable_caching": True,
        "steps_defaults": ["cache:disabled", "limit:cpu:1", "label:a:b", "secret:s:k:A", "secret:s:k:B", "env:C=1"],
    }
    notebook = annotated(
        ("step:a limit:cpu:2 env:A=own secret:t:k:C", ""),
        ("step:b cache:enabled", ""),
        metadata={"kubeflow_notebook": settings},
    )
    first, second = (step.options for step in notebook.steps)
    assert (first.cache, second.cache) == (False, True)
    assert (first.limits, second.limits) == ({"cpu": "2"}, {"cpu": "1"})
    assert first.labels == {"a": "b"}
    assert (first.env, [secret.variable for secret in first.secrets]) == ({"A": "own"}, ["C", "B"])
    assert (second.env, [secret.variable for secret in second.secrets]) == ({"C": "1"}, ["A", "B"])
    assert not notebook.diagnostics


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"pipeline_name": 3}, "'pipeline_name' is not valid"),
        ({"docker_image": "Not An Image"}, "'docker_image' is not valid: 'Not An Image' is not an image"),
        ({"volumes": "none"}, "'volumes' is not valid"),
        ({"volumes": [{"name": "x"}]}, "'volumes.0.type' is not valid"),
        ({"volumes": [{"type": "cloud", "name": "x"}]}, "'volumes.0.type' is not valid"),
        ({"timeout": 0}, "'timeout' is not valid"),
        ({"experiment": "e"}, "'experiment' is not valid"),
        ({"steps_defaults": ["step:a"]}, "'step:a' is not an option of a step"),
        ({"steps_defaults": ["limits:cpu:1"]}, "did you mean 'limit:cpu:1'"),
        ({"steps_defaults": ["limit:cpu"]}, "does not have the form"),
        ({"steps_defaults": ["limit:cpu:lots"]}, "'lots' is not a quantity"),
        ({"steps_defaults": ["limit:cpu:1", "retry:2", "limit:cpu:2"]}, "'limit:cpu:2' contradicts 'limit:cpu:1'"),
        ({"steps_defaults": ["env:A=1", "secret:s:k:A"]}, "'secret:s:k:A' contradicts 'env:A=1'"),
        ({"steps_defaults": ["affinity:a:1", "affinity:a:2"]}, "'affinity:a:2' contradicts 'affinity:a:1'"),
        (
            {"steps_defaults": ["empty-dir:/d/"], "volumes": [{"type": "pvc", "name": "c", "mount_point": "/d"}]},
            "mount different things at /d",
        ),
        ({"steps_defaults": {"colour": "red"}}, "'colour' is not an option of a step"),
        ({"steps_defaults": 3}, "'steps_defaults"),
        ([], "it is not an object"),
        ("x", "it is not an object"),
    ],
)
def test_settings_of_the_wrong_form(settings: Any, words: str, described: Any) -> None:
    notebook = described(settings)
    assert {diagnostic.code for diagnostic in notebook.diagnostics} == {"K010"}
    assert words in notebook.diagnostics[0].message
    assert notebook.diagnostics[0].span is None


def test_one_wrong_setting_does_not_hide_the_others(described: Any) -> None:
    notebook = described({"pipeline_name": "p", "timeout": -1, "docker_image": "!"})
    assert notebook.pipeline.name == "p"
    assert [diagnostic.code for diagnostic in notebook.diagnostics] == ["K010", "K010"]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("pipelne_name", "pipeline_name"),
        ("pipelineName", "pipeline_name"),
        ("Volumes", "volumes"),
        ("volume", "volumes"),
    ],
)
def test_a_key_that_is_nearly_ours(key: str, meant: str, described: Any) -> None:
    notebook = described({key: ""}, "kubeflow_notebook")
    assert not notebook.diagnostics
    notebook = described({key: "x"}, "kubeflow_notebook")
    assert [diagnostic.code for diagnostic in notebook.diagnostics] == ["K011"]
    assert f"did you mean {meant!r}" in notebook.diagnostics[0].message


def test_a_key_that_is_not_ours_is_left_alone(described: Any) -> None:
    assert not described({"colour": "red", "my_tool": {"a": 1}}).diagnostics


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({"autosnapshot": True, "snapshot_volumes": True}, ["autosnapshot", "snapshot_volumes"]),
        ({"autosnapshot": False, "snapshot_volumes": False, "katib_run": False, "volumes": []}, []),
        ({"katib_run": True, "katib_metadata": {"parameters": []}}, ["katib_run"]),
        ({"katib_metadata": {"parameters": [], "maxTrialCount": 12}}, []),
        ({"volumes": [{"type": "pvc", "name": "data", "mount_point": "/data"}]}, []),
        ({"storage_class_name": "fast", "volume_access_mode": "rwm"}, []),
        ({"security_context": {"enabled": False, "run_as_user": 1}}, []),
        ({"security_context": {"enabled": True}}, ["security_context"]),
        ({"timeout": 3600, "abs_working_dir": "/data"}, ["timeout", "abs_working_dir"]),
        ({"marshal_volume": True, "marshal_path": "/marshal", "notebook_path": "x.ipynb"}, []),
    ],
)
def test_what_is_asked_for_and_not_done_is_said(settings: dict[str, Any], keys: list[str], described: Any) -> None:
    notebook = described(settings, "kubeflow_notebook")
    assert [(d.code, d.severity) for d in notebook.diagnostics] == [("K012", Severity.WARNING)] * len(keys)
    for key in keys:
        assert any(f"kubeflow_notebook.{key}" in diagnostic.message for diagnostic in notebook.diagnostics)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(
            {
                "type": "clone", "name": "ws", "mount_point": "/home/x", "size": 5, "size_type": "Gi",
                "snapshot": False, "snapshot_name": None,
                "annotations": [{"key": "rok/origin", "value": "u"}, {"key": "", "value": ""}],
            },
            {
                "type": "clone", "name": "ws", "mount_point": "/home/x", "size": "5", "size_type": "Gi",
                "annotations": {"rok/origin": "u"},
            },
            id="the editor's form",
        ),
        pytest.param(
            {"type": "new_pvc", "name": "n", "size": "1.5", "annotation": {"key": "k", "value": "v"}},
            {"type": "new_pvc", "name": "n", "size": "1.5", "annotations": {"k": "v"}},
            id="the first form",
        ),
        pytest.param(
            {"type": "pvc", "name": "n", "mount_point": "/d", "expose_as_env_var": True, "x": 1},
            {"type": "pvc", "name": "n", "mount_point": "/d", "expose_as_env_var": True},
            id="the newest form",
        ),
        pytest.param(
            {"type": "pv", "name": "n", "annotations": None, "storage_class_name": "s", "volume_access_mode": "rwo"},
            {"type": "pv", "name": "n", "storage_class_name": "s", "volume_access_mode": "rwo"},
            id="with a storage class",
        ),
    ],
)  # fmt: skip
def test_volumes(raw: dict[str, Any], expected: dict[str, Any], described: Any) -> None:
    notebook = described({"volumes": [raw]}, "kubeflow_notebook")
    assert notebook.pipeline.volumes == (VolumeRequest.model_validate(expected),)
    assert notebook.pipeline.volumes[0].model_dump(exclude_defaults=True) == expected


def test_metadata_makes_the_trip_through_json(described: Any) -> None:
    pipeline = described(
        {
            "volumes": [{"type": "pv", "name": "v", "mount_point": "/v", "size": 3}],
            "katib_metadata": {"a": [1]},
            "steps_defaults": ["cache:enabled"],
        }
    ).pipeline
    assert type(pipeline).model_validate_json(pipeline.model_dump_json()) == pipeline
