"""Volumes as older tools describe them become mounts and new volumes, or are refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from kale.diagnostics import Report
from kale.notebook.claims import claims_of
from kale.notebook.volumes import VolumeRequest
from kale.pipeline import ClaimMount, NewVolume


def claims(raw: dict[str, Any], *, storage_class: str | None = None, access_mode: str | None = None) -> Any:
    report = Report()
    found = claims_of([VolumeRequest.model_validate(raw)], storage_class, access_mode, report)
    return found, [diagnostic.code for diagnostic in report], [diagnostic.message for diagnostic in report]


def test_a_claim_that_exists() -> None:
    found, codes, _ = claims({"type": "pvc", "name": "data", "mount_point": "/data", "size": 5, "size_type": "Gi"})
    assert (found.mounts, found.new, codes) == ((ClaimMount(path="/data", claim="data"),), (), [])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            {"type": "new_pvc", "name": "My Data", "size": 5, "size_type": "Gi"},
            {"name": "my-data", "size": "5Gi"},
        ),
        (
            {"type": "new_pvc", "name": "n", "size": "1", "volume_access_mode": "rom", "storage_class_name": "slow"},
            {"name": "n", "size": "1", "access_modes": ("ReadOnlyMany",), "storage_class": "slow"},
        ),
        (
            {"type": "clone", "name": "old", "size": 5, "size_type": "Gi", "annotations": [{"key": "a", "value": "b"}]},
            {"name": "old", "size": "5Gi", "clone_of": "old", "annotations": {"a": "b"}},
        ),
        (
            {"type": "pv", "name": "disk", "size": 2, "size_type": "Ti"},
            {"name": "disk", "size": "2Ti", "volume": "disk"},
        ),
    ],
)
def test_new_volumes(raw: dict[str, Any], expected: dict[str, Any]) -> None:
    found, codes, _ = claims({**raw, "mount_point": "/data"}, storage_class="fast", access_mode="rwm")
    common = {"path": "/data", "storage_class": "fast", "access_modes": ("ReadWriteMany",)}
    assert found.new == (NewVolume.model_validate({**common, **expected}),)
    assert codes == []


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ({"type": "snap", "name": "s", "mount_point": "/s"}, "K019", "'s' is a snapshot"),
        ({"type": "rok", "name": "s", "mount_point": "/s"}, "K019", "'s' is a snapshot"),
        ({"type": "pvc", "name": "", "mount_point": "/s"}, "K019", "claim: '' is not a name"),
        ({"type": "pvc", "name": "A_B", "mount_point": "/s"}, "K019", "claim: 'A_B' is not a name"),
        ({"type": "pvc", "name": "a", "mount_point": "data"}, "K019", "path: 'data' is not an absolute path"),
        ({"type": "new_pvc", "name": "a", "mount_point": "/a"}, "K019", "size: '' is not a size"),
        ({"type": "new_pvc", "name": "a", "mount_point": "/a", "size": "x"}, "K019", "size: 'x' is not a size"),
        (
            {"type": "new_pvc", "name": "a", "mount_point": "/a", "size": 1, "volume_access_mode": "all"},
            "K019",
            "ReadWriteOnce",
        ),
        ({"type": "pvc", "name": "a", "mount_point": "/a", "snapshot": True}, "K012", "a snapshot of it"),
        (
            {"type": "pvc", "name": "a", "mount_point": "/a", "expose_as_env_var": True},
            "K012",
            "variable with its path",
        ),
    ],
)
def test_what_cannot_be_had_is_said(raw: dict[str, Any], code: str, words: str) -> None:
    found, codes, messages = claims(raw)
    assert codes == [code]
    assert words in messages[0]
    assert bool(found.mounts) is (code == "K012")
