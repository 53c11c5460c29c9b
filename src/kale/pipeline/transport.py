"""How values get from step to step."""

from __future__ import annotations

from typing import Literal, TypeAlias

from kale.pipeline.model import Model
from kale.pipeline.mounts import AccessMode
from kale.pipeline.quantities import ObjectName, VolumeSize

Transport: TypeAlias = Literal["artifacts", "workspace"]
"""``artifacts`` go through the object store, with their lineage; ``workspace`` is a volume that the run shares."""


class Workspace(Model):
    """A volume that a run gets for the values that its steps hand on, and that is removed after it.

    Attributes:
        size: How much it holds.
        storage_class: Storage class; ``None`` takes what the server is set up for.
        access_modes: Who may use it at once; empty takes what the server is set up for.
        provision: Who sees to it: the ``platform``, or tasks of the run that make and remove a ``claim``, for servers
            that know of no workspaces.
    """

    size: VolumeSize = "10Gi"
    storage_class: ObjectName | None = None
    access_modes: tuple[AccessMode, ...] = ()
    provision: Literal["platform", "claim"] = "platform"
