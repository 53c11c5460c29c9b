"""The volumes of a pipeline in words."""

from __future__ import annotations

from collections.abc import Iterator

from kale.notebook import PipelineMetadata
from kale.pipeline import ClaimMount, ConfigMount, EmptyDirectory, EphemeralVolume, Mount, SecretMount


def volume_lines(metadata: PipelineMetadata) -> tuple[str, ...]:
    """Give a line for each volume that every step of a pipeline finds."""
    return tuple(_lines(metadata))


def _lines(metadata: PipelineMetadata) -> Iterator[str]:
    for volume in metadata.new_volumes:
        yield f"{volume.path}: a new volume of {volume.size} for each run"
    for mount in metadata.defaults.mounts:
        yield f"{mount.path}: {_what(mount)}"


def _what(mount: Mount) -> str:
    match mount:
        case ClaimMount():
            return f"the claim {mount.claim}"
        case SecretMount():
            return f"the secret {mount.secret}"
        case ConfigMount():
            return f"the config map {mount.config_map}"
        case EphemeralVolume():
            return f"a volume of {mount.size} for each step"
        case EmptyDirectory():
            return "an empty folder for each step"
