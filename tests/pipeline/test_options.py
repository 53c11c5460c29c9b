"""How options of a step add up with those of every step, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kale.pipeline import StepOptions


@pytest.mark.parametrize(
    ("own", "defaults", "merged"),
    [
        ({}, {"image": "a"}, {"image": "a"}),
        ({"image": "b"}, {"image": "a"}, {"image": "b"}),
        ({"cache": False}, {"cache": True}, {"cache": False}),
        ({"run_as_user": 0}, {"run_as_user": 5, "run_as_group": 6}, {"run_as_user": 0, "run_as_group": 6}),
        (
            {"limits": {"cpu": "2"}},
            {"limits": {"cpu": "1", "memory": "1Gi"}},
            {"limits": {"cpu": "2", "memory": "1Gi"}},
        ),
        (
            {"env": {"A": "own"}},
            {"secrets": [{"secret": "s", "key": "k", "variable": "A"}], "env": {"B": "2"}},
            {"env": {"A": "own", "B": "2"}},
        ),
        (
            {"config_maps": [{"config_map": "m", "key": "k", "variable": "A"}]},
            {"env": {"A": "1"}, "pod_fields": [{"path": "metadata.uid", "variable": "A"}]},
            {"config_maps": [{"config_map": "m", "key": "k", "variable": "A"}]},
        ),
        (
            {"mounts": [{"kind": "empty-dir", "path": "/a"}]},
            {"mounts": [{"kind": "claim", "path": "/a", "claim": "c"}, {"kind": "claim", "path": "/b", "claim": "d"}]},
            {"mounts": [{"kind": "empty-dir", "path": "/a"}, {"kind": "claim", "path": "/b", "claim": "d"}]},
        ),
        (
            {"tolerations": [{"key": "gpu"}]},
            {"tolerations": [{"key": "spot"}, {"key": "gpu"}]},
            {"tolerations": [{"key": "gpu"}, {"key": "spot"}]},
        ),
        ({"pull_secrets": ["a"]}, {"pull_secrets": ["b"]}, {"pull_secrets": ["a", "b"]}),
        (
            {"affinity": [{"requirements": [{"key": "zone", "values": ["a"]}]}]},
            {"affinity": [{"requirements": [{"key": "zone", "values": ["b"]}]}]},
            {"affinity": [{"requirements": [{"key": "zone", "values": ["a"]}]}]},
        ),
    ],
)
def test_own_options_over_defaults(own: dict[str, Any], defaults: dict[str, Any], merged: dict[str, Any]) -> None:
    given = StepOptions.model_validate(own).over(StepOptions.model_validate(defaults))
    assert given == StepOptions.model_validate(merged)


def test_options_survive_json() -> None:
    options = StepOptions.model_validate(
        {
            "mounts": [{"kind": "ephemeral", "path": "/a", "size": "1Gi", "labels": {"a": "b"}}],
            "tolerations": [{"key": "a", "effect": "NoExecute", "seconds": 5}],
            "affinity": [{"weight": 1, "requirements": [{"key": "a", "operator": "Exists"}]}],
        }
    )
    assert StepOptions.model_validate_json(options.model_dump_json()) == options


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"pull_policy": "always"}, "Always"),
        ({"pull_secrets": ["Not A Name"]}, "name of a Kubernetes object"),
        ({"shared_memory": "lots"}, "not a quantity"),
        ({"node_selector": {"a": "b c"}}, "not a label value"),
        ({"labels": {"-a": "b"}}, "not a label or annotation key"),
        ({"labels": {"a": "x" * 64}}, "not a label value"),
        ({"run_as_user": -1}, "greater than or equal to 0"),
        ({"retry_factor": 0.5}, "greater than or equal to 1"),
        ({"retry_factor": float("inf")}, "finite"),
        ({"retry_max_delay": 0}, "greater than or equal to 1"),
        ({"cache_key": ""}, "at least 1 character"),
        ({"mounts": [{"kind": "nfs", "path": "/a"}]}, "'nfs'"),
        ({"mounts": [{"kind": "empty-dir", "path": "a"}]}, "not an absolute path"),
        ({"mounts": [{"kind": "empty-dir", "path": "/"}]}, "not an absolute path"),
        ({"mounts": [{"kind": "empty-dir", "path": "/a/../b"}]}, "not an absolute path"),
        ({"mounts": [{"kind": "empty-dir", "path": "/a//b"}]}, "not an absolute path"),
        ({"mounts": [{"kind": "empty-dir", "path": "/a:b"}]}, "not an absolute path"),
        ({"mounts": [{"kind": "empty-dir", "path": "/{{a}}"}]}, "not an absolute path"),
        ({"mounts": [{"kind": "claim", "path": "/a", "claim": "a.b"}]}, "can be mounted"),
        ({"mounts": [{"kind": "claim", "path": "/a", "claim": "a", "sub_path": "../b"}]}, "not a path inside"),
        ({"mounts": [{"kind": "claim", "path": "/a", "claim": "a", "sub_path": "/b"}]}, "not a path inside"),
        ({"mounts": [{"kind": "ephemeral", "path": "/a"}]}, "size"),
        ({"mounts": [{"kind": "ephemeral", "path": "/a", "size": "1Gi", "access_modes": ["rwo"]}]}, "ReadWriteOnce"),
        ({"pod_fields": [{"path": "spec.containers", "variable": "A"}]}, "not a field of a pod"),
        ({"tolerations": [{"operator": "Equal", "key": "a"}]}, "needs a key and a value"),
        ({"tolerations": [{"key": "a", "value": "b"}]}, "use the operator Equal"),
        ({"tolerations": [{"key": "a", "seconds": 3}]}, "NoExecute"),
        ({"affinity": [{"requirements": []}]}, "at least 1"),
        ({"affinity": [{"requirements": [{"key": "a"}]}]}, "at least one value"),
        ({"affinity": [{"requirements": [{"key": "a", "operator": "Exists", "values": ["b"]}]}]}, "no value"),
        ({"affinity": [{"requirements": [{"key": "a", "operator": "Gt", "values": ["b"]}]}]}, "one integer"),
        ({"affinity": [{"requirements": [{"key": "a", "values": ["b"]}], "weight": 101}]}, "less than or equal to 100"),
        ({"pod_affinity": []}, "Extra inputs"),
    ],
)
def test_what_the_platform_does_not_take(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        StepOptions.model_validate(options)
