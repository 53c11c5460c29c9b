"""Volumes that a run makes for its steps."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, model_validator

from kale.pipeline.model import Model
from kale.pipeline.mounts import AccessMode
from kale.pipeline.names import ResourceName
from kale.pipeline.quantities import LabelKey, MountPath, ObjectName, VolumeObjectName, VolumeSize

LONGEST_NAME: Final = 26
"""With an id of 36 characters and a dash in front, what Kubernetes takes for the name of a pod's volume: Kubeflow calls
it like the claim."""


class NewVolume(Model):
    """A volume that each run gets anew, which every step finds at one path.

    Attributes:
        name: What the name of its claim ends in, after an id of the run's own.
        path: Folder in the containers.
        size: How much it holds.
        storage_class: Storage class; ``None`` leaves it to Kubeflow, which takes ``standard``.
        access_modes: Who may use it at once.
        annotations: Annotations of the claim.
        clone_of: Claim whose content it begins with.
        volume: Persistent volume that it is bound to.
        remove: Whether it is removed when the run has ended, well or not; otherwise it stays.
    """

    name: Annotated[ResourceName, Field(max_length=LONGEST_NAME)]
    path: MountPath
    size: VolumeSize
    storage_class: ObjectName | None = None
    access_modes: tuple[AccessMode, ...] = Field(default=("ReadWriteOnce",), min_length=1)
    annotations: dict[LabelKey, str] = Field(default_factory=dict)
    clone_of: VolumeObjectName | None = None
    volume: ObjectName | None = None
    remove: bool = False

    @model_validator(mode="after")
    def _check(self) -> NewVolume:
        if self.clone_of is not None and self.volume is not None:
            raise ValueError("a volume is either a clone or bound to a volume that exists")
        return self
