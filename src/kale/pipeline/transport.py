"""How values get from step to step."""

from __future__ import annotations

from typing import Literal, TypeAlias

from kale.pipeline.model import Model
from kale.pipeline.mounts import AccessMode
from kale.pipeline.quantities import ObjectName, VolumeSize

Transport: TypeAlias = Literal["artifacts", "workspace"]
"""``artifacts`` go through the object store, with their lineage; ``workspace`` is a volume that the run shares."""


class Workspace(Model):
    """A volume that the platform provisions for a run and removes after it.

    Attributes:
        size: How much it holds.
        storage_class: Storage class; ``None`` takes what the server is set up for.
        access_modes: Who may use it at once; empty takes what the server is set up for.
    """

    size: VolumeSize = "10Gi"
    storage_class: ObjectName | None = None
    access_modes: tuple[AccessMode, ...] = ()
