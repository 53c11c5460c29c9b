from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from kale.pipeline import quantities

CASES = [
    (
        quantities.Quantity,
        ["1", "500m", "1.5", ".5", "4Gi", "1e3", "100k"],
        ["", "1 Gi", "-1", "lots", "1GB", "Gi", "1i"],
    ),
    (quantities.ComputeResource, ["cpu", "memory", "nvidia.com/gpu", "ephemeral-storage"], ["", "/gpu", "a b", "x/"]),
    (
        quantities.Image,
        ["python", "python:3.11-slim", "ghcr.io/org/img:1.0", "localhost:5000/a/b", "a@sha256:" + "0" * 64],
        ["", "Python", "a b", "a:b:c", "a/", "http://x/y"],
    ),
    (
        quantities.Cron,
        ["0 3 * * *", "0 0 3 * * *", "*/5 * * * MON-FRI", "0 3 1,15 * ?"],
        ["", "daily", "* * *", "; rm * * * *"],
    ),
    (
        quantities.LabelKey,
        ["team", "example.com/team", "k" * 63, f"a.{'b' * 63}/Key_1.x"],
        ["", "a b", "/x", "-a", "k" * 64, "a..b/x", ".a/x", "A.b/x", "a/", "a/b/c", f"{'a.' * 127}/x"],
    ),
    (quantities.LabelValue, ["", "ml", "v1.2_3"], ["a b", "x" * 64, "-a"]),
    (quantities.EnvironmentName, ["A", "_B1"], ["", "1A", "A-B", "A B"]),
    (quantities.ObjectName, ["secret", "my-secret.v1"], ["", "My", "a_b", "x" * 254, "a..b", "a.-b", "a-.b"]),
    (quantities.DataKey, ["token", "a.b-c_D", ".token"], ["", "a b", "a/b", ".", "..", "..data"]),
    (quantities.NamespaceName, ["team", "kubeflow-user-1"], ["", "a.b", "Team", "team a", "x" * 64]),
]


@pytest.mark.parametrize(("type_", "text"), [(type_, text) for type_, good, _ in CASES for text in good])
def test_accepts(type_: Any, text: str) -> None:
    assert TypeAdapter(type_).validate_python(text) == text


@pytest.mark.parametrize(("type_", "text"), [(type_, text) for type_, _, bad in CASES for text in bad])
def test_refuses(type_: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python(text)
