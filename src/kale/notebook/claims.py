"""From volumes as older tools describe them to the mounts and new volumes that a pipeline has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from kale.diagnostics import Report
from kale.notebook import rules
from kale.notebook.options import reason_of
from kale.notebook.volumes import VolumeRequest
from kale.pipeline import ClaimMount, Mount, NewVolume
from kale.pipeline.names import to_resource_name
from kale.pipeline.volumes import LONGEST_NAME

_ACCESS_MODES: Final = {"rwo": "ReadWriteOnce", "rwm": "ReadWriteMany", "rom": "ReadOnlyMany"}
_SNAPSHOTS: Final = frozenset({"snap", "rok"})


@dataclass(frozen=True)
class Claims:
    """What volumes come to.

    Attributes:
        mounts: Claims that exist, for every step.
        new: Volumes that a run makes.
    """

    mounts: tuple[Mount, ...] = ()
    new: tuple[NewVolume, ...] = ()


def claims_of(
    requests: Iterable[VolumeRequest], storage_class: str | None, access_mode: str | None, report: Report
) -> Claims:
    """Give what volumes come to.

    Args:
        requests: The volumes, as written.
        storage_class: Storage class of new ones that name none.
        access_mode: Access mode of new ones that name none.
        report: Takes what is wrong with them.
    """
    mounts: list[Mount] = []
    new: list[NewVolume] = []
    for request in requests:
        if request.type in _SNAPSHOTS:
            report.add(
                rules.UNUSABLE_VOLUME.at(
                    None,
                    f"the volume {request.name!r} is a snapshot, which only the platform that made it can mount",
                    help="restore the snapshot to a persistent volume claim, and name that with the type 'pvc'",
                )
            )
            continue
        _report_ignored(request, report)
        try:
            if request.type == "pvc":
                mounts.append(ClaimMount(path=request.mount_point, claim=request.name))
            else:
                new.append(_new_volume(request, storage_class, access_mode))
        except ValidationError as error:
            details = error.errors(include_url=False)[0]
            field = details["loc"][0] if details["loc"] else request.type
            report.add(
                rules.UNUSABLE_VOLUME.at(
                    None, f"the volume {request.name!r} cannot be had: {field}: {reason_of(details['msg'])}"
                )
            )
    return Claims(tuple(mounts), tuple(new))


def _new_volume(request: VolumeRequest, storage_class: str | None, access_mode: str | None) -> NewVolume:
    mode = request.volume_access_mode or access_mode
    content: dict[str, Any] = {
        "name": to_resource_name(request.name, fallback="volume")[:LONGEST_NAME].rstrip("-"),
        "path": request.mount_point,
        "size": f"{request.size}{request.size_type}" if request.size else "",
        "storage_class": request.storage_class_name or storage_class or None,
        "annotations": request.annotations,
    }
    if mode:
        content["access_modes"] = (_ACCESS_MODES.get(mode, mode),)
    if request.type == "clone":
        content["clone_of"] = request.name
    if request.type == "pv":
        content["volume"] = request.name
    return NewVolume.model_validate(content)


def _report_ignored(request: VolumeRequest, report: Report) -> None:
    for asked, what in (
        (request.snapshot, "a snapshot of it when the run ends"),
        (request.expose_as_env_var, "an environment variable with its path"),
    ):
        if asked:
            report.add(
                rules.UNSUPPORTED_SETTING.at(
                    None, f"the volume {request.name!r} asks for {what}, which compiling does not do"
                )
            )
