"""Tags that set options: each form, each slip, and cells that contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from kale.notebook.option_tags import OPTION_PREFIXES, MalformedTag, OptionTag
from kale.notebook.options import why_invalid
from kale.notebook.tags import MistypedTag, parse_tag

from .conftest import Annotate


@pytest.mark.parametrize(
    "text",
    [
        "pull-policy:", "pull-secret:", "shared-memory:", "config-map:a:b", "pod-field:metadata.name",
        "secret-volume:a", "secret-volume:a:/b:c", "config-map-volume::/b", "volume:a", "volume:a:/b:c:d", "volume:a:",
        "empty-dir:", "empty-dir:/a:1Gi:2Gi", "empty-dir:/a::memory", "ephemeral-volume:/a", "node-selector:a",
        "toleration:", "toleration:=b", "affinity:a", "affinity:a:", "affinity:a:b,,c", "run-as-user:root",
        "run-as-non-root:yes", "retry-delay:1m", "retry-factor:x", "retry-factor:-1", "retry-factor:1e3", "cache-key:",
        "display-name:",
    ],
)  # fmt: skip
def test_forms_that_are_not_ours(text: str) -> None:
    assert isinstance(parse_tag(text), MalformedTag)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("volumes:a:/b", "volume:a:/b"),
        ("tolerations:gpu", "toleration:gpu"),
        ("node_selector:a:b", "node-selector:a:b"),
        ("configmap:a:b:C", "config-map:a:b:C"),
        ("retry_delay:3", "retry-delay:3"),
        ("shared_memory:1Gi", "shared-memory:1Gi"),
        ("volume=a:/b", "volume:a:/b"),
    ],
)
def test_slips(text: str, suggestion: str) -> None:
    assert parse_tag(text) == MistypedTag(suggestion)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("volume:My.Claim:/a", "can be mounted"),
        ("volume:claim:a", "not an absolute path"),
        ("toleration:gpu:Never", "NoSchedule"),
        ("toleration:a b", "not a label or annotation key"),
        ("pull-policy:sometimes", "Always"),
        ("ephemeral-volume:/a:lots", "not a quantity"),
        ("pod-field:metadata.labels:A", "not a field of a pod"),
        ("retry-factor:0.5", "greater than or equal to 1"),
        ("run-as-user:-1", "greater than or equal to 0"),
    ],
)
def test_values_that_the_platform_refuses(text: str, reason: str) -> None:
    tag = parse_tag(text)
    assert isinstance(tag, OptionTag)
    assert reason in (why_invalid(tag.option) or "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("empty-dir:/a:1Gi", "volume:claim:/a"),
        ("volume:one:/a", "volume:two:/a"),
        ("env:A=1", "pod-field:metadata.name:A"),
        ("config-map:a:b:A", "secret:a:b:A"),
        ("node-selector:disk:ssd", "node-selector:disk:hdd"),
        ("retry-delay:1", "retry-delay:2"),
        ("display-name:a", "display-name:b"),
    ],
)
def test_cells_that_contradict_each_other(annotated: Annotate, first: str, second: str) -> None:
    found = annotated((["step:a", first], "x = 1"), (["step:a", second], "y = 1"))
    (problem,) = found.errors
    assert problem.code == "K008"
    assert first in problem.message
    assert second in problem.message


def test_cells_whose_options_add_up(annotated: Annotate) -> None:
    tags: list[tuple[str, str]] = [
        ("toleration:a", "toleration:b"), ("pull-secret:a", "pull-secret:b"), ("volume:a:/a", "volume:b:/b"),
        ("affinity:a:1", "affinity:b:2"), ("retry:1", "retry-delay:1"), ("retry:1", "retry:1"),
    ]  # fmt: skip
    for first, second in tags:
        found = annotated((["step:a", first], "x = 1"), (["step:a", second], "y = 1"))
        assert not found.errors, (first, second)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"mounts": [{"kind": "claim", "path": "/a"}]}, "claim"),
        ({"mounts": [{"kind": "claim", "path": "/a", "claim": "b", "size": "1Gi"}]}, "size"),
        ({"tolerations": [{"key": "a", "value": "b"}]}, "use the operator Equal"),
        ({"affinity": {"zone": "a"}}, "kale.affinity"),
        ({"affinity": [{"requirements": [{"key": "zone", "values": ["a b"]}]}]}, "'a b' is not a label value"),
        ({"pod_affinity": [{"topology_key": "zone"}]}, "not by other pods"),
        ({"node-selector": {"a": "b"}}, "did you mean 'node_selector'"),
        ({"labels": {"a": 1}}, "kale.labels.a"),
        ({"limits": {"cpu": True}}, "kale.limits"),
    ],
)
def test_metadata_of_another_form(annotated: Annotate, settings: dict[str, Any], problem: str) -> None:
    found = annotated({"cell_type": "code", "metadata": {"kale": {"step": "a", **settings}}, "source": "x = 1"})
    assert any(problem in diagnostic.message for diagnostic in found.errors)


@pytest.mark.parametrize("tag", ["pod-affinity:app:web", "pod-anti-affinity:app:web"])
def test_affinity_between_pods_is_refused(annotated: Annotate, tag: str) -> None:
    found = annotated((["step:a", tag], "x = 1"))
    assert [diagnostic.code for diagnostic in found.errors] == ["K007"]
    assert "not by other pods" in found.errors[0].message


def test_every_prefix_is_spelled_as_tags_are() -> None:
    assert all(prefix == prefix.lower() and "_" not in prefix for prefix in OPTION_PREFIXES)
