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
    (quantities.LabelKey, ["team", "example.com/team"], ["", "a b", "/x", "-a"]),
    (quantities.LabelValue, ["", "ml", "v1.2_3"], ["a b", "x" * 64, "-a"]),
    (quantities.EnvironmentName, ["A", "_B1"], ["", "1A", "A-B", "A B"]),
    (quantities.ObjectName, ["secret", "my-secret.v1"], ["", "My", "a_b", "x" * 254]),
    (quantities.DataKey, ["token", "a.b-c_D"], ["", "a b", "a/b"]),
]


@pytest.mark.parametrize(("type_", "text"), [(type_, text) for type_, good, _ in CASES for text in good])
def test_accepts(type_: Any, text: str) -> None:
    assert TypeAdapter(type_).validate_python(text) == text


@pytest.mark.parametrize(("type_", "text"), [(type_, text) for type_, _, bad in CASES for text in bad])
def test_refuses(type_: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python(text)
