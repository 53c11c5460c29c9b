"""Volumes as the notebook's metadata describes them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from kale.pipeline.model import Model


class VolumeRequest(Model):
    """A volume that the notebook asks for.

    Attributes:
        type: ``pvc`` and ``pv`` exist already, ``new_pvc`` is made for the run, ``clone``, ``snap`` and ``rok`` are
            copies of one.
        name: Name of the volume, or of the claim.
        mount_point: Where the steps find it.
        size: How much, in units of ``size_type``.
        size_type: Unit such as ``Gi``; empty for bytes.
        annotations: Annotations of the claim.
        snapshot: Whether to take a snapshot when the run ends.
        snapshot_name: Name of that snapshot.
        storage_class_name: Storage class of a new claim.
        volume_access_mode: ``rom``, ``rwo`` or ``rwm``.
        expose_as_env_var: Whether the steps get the mount point as an environment variable.
    """

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, defer_build=True)

    type: Literal["pv", "pvc", "new_pvc", "clone", "snap", "rok"]
    name: str = ""
    mount_point: str = ""
    size: str = ""
    size_type: str = ""
    annotations: dict[str, str] = Field(default_factory=dict)
    snapshot: bool = False
    snapshot_name: str = ""
    storage_class_name: str = ""
    volume_access_mode: str = ""
    expose_as_env_var: bool = False

    @model_validator(mode="before")
    @classmethod
    def _as_today(cls, raw: Any) -> Any:  # noqa: ANN401 - comes straight from the file
        if not isinstance(raw, dict):
            return raw
        current = {key: value for key, value in raw.items() if value is not None}
        if "annotation" in current:
            current.setdefault("annotations", [current.pop("annotation")])
        return current

    @field_validator("annotations", mode="before")
    @classmethod
    def _from_pairs(cls, raw: Any) -> Any:  # noqa: ANN401 - comes straight from the file
        """Take the editor's list of ``{"key": …, "value": …}``, in which a pair without either asks for nothing."""
        if not isinstance(raw, list) or not all(isinstance(pair, dict) for pair in raw):
            return raw
        return {pair["key"]: pair["value"] for pair in raw if pair.get("key") and pair.get("value")}
