"""What a step finds in its file system besides its image."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from kale.pipeline.model import Model
from kale.pipeline.quantities import LabelKey, LabelValue, MountPath, ObjectName, Quantity, SubPath, VolumeObjectName

AccessMode: TypeAlias = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
"""Who may use a volume at once, in the words of Kubernetes."""


class SecretMount(Model):
    """The keys of a Kubernetes secret, as files.

    Attributes:
        path: Folder in the container.
        secret: Name of the secret.
        optional: Whether the step starts without the files where the secret is missing.
    """

    kind: Literal["secret"] = "secret"
    path: MountPath
    secret: VolumeObjectName
    optional: bool = False


class ConfigMount(Model):
    """The keys of a Kubernetes config map, as files.

    Attributes:
        path: Folder in the container.
        config_map: Name of the config map.
        optional: Whether the step starts without the files where the config map is missing.
    """

    kind: Literal["config-map"] = "config-map"
    path: MountPath
    config_map: VolumeObjectName
    optional: bool = False


class EmptyDirectory(Model):
    """An empty folder that lives as long as the step's pod.

    Attributes:
        path: Folder in the container.
        size: The most that it may hold; ``None`` sets no limit.
        memory: Whether it is held in memory instead of on the node's disk.
    """

    kind: Literal["empty-dir"] = "empty-dir"
    path: MountPath
    size: Quantity | None = None
    memory: bool = False


class EphemeralVolume(Model):
    """A volume that the cluster provisions for the step's pod and removes with it.

    Attributes:
        path: Folder in the container.
        size: How much it holds.
        storage_class: Storage class; ``None`` takes the cluster's default.
        access_modes: Who may use it at once.
        labels: Labels of the claim.
        annotations: Annotations of the claim.
    """

    kind: Literal["ephemeral"] = "ephemeral"
    path: MountPath
    size: Quantity
    storage_class: ObjectName | None = None
    access_modes: tuple[AccessMode, ...] = ("ReadWriteOnce",)
    labels: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    annotations: dict[LabelKey, str] = Field(default_factory=dict)


class ClaimMount(Model):
    """A persistent volume claim that exists in the cluster.

    Attributes:
        path: Folder in the container.
        claim: Name of the claim.
        sub_path: Folder of the volume that is mounted; empty for the whole volume.
    """

    kind: Literal["claim"] = "claim"
    path: MountPath
    claim: VolumeObjectName
    sub_path: SubPath = ""


Mount: TypeAlias = Annotated[
    SecretMount | ConfigMount | EmptyDirectory | EphemeralVolume | ClaimMount, Field(discriminator="kind")
]
"""Anything that a step finds under a path of its own."""


def mounted_object(mount: Mount) -> str | None:
    """Give the name of the object of the cluster that is mounted; Kubeflow names the pod's volume after it."""
    match mount:
        case SecretMount():
            return mount.secret
        case ConfigMount():
            return mount.config_map
        case ClaimMount():
            return mount.claim
    return None
