"""Volumes that a run makes and removes, through ``kfp.kubernetes``, which loads when there is one."""

from __future__ import annotations

import contextlib
from typing import Any, Final

from kfp.dsl import ExitHandler, PipelineTask

from kale.emit.document import Document
from kale.pipeline import NewVolume
from kale.platform.tasks import REMOVAL_TASK, VOLUME_TASK

_LATER: Final = "claim"
"""Stands for the name of a claim until :func:`name_removed` gives it."""


def make_volume(volume: NewVolume) -> PipelineTask:
    """Add a task that makes a volume to the pipeline that is being built."""
    from kfp import kubernetes

    optional = {
        "storage_class_name": volume.storage_class,
        "volume_name": volume.volume,
        "annotations": dict(volume.annotations) or None,
        "data_source": None
        if volume.clone_of is None
        else {"apiGroup": "", "kind": "PersistentVolumeClaim", "name": volume.clone_of},
    }
    task: PipelineTask = kubernetes.CreatePVC(
        pvc_name_suffix=f"-{volume.name}",
        access_modes=list(volume.access_modes),
        size=volume.size,
        **{name: value for name, value in optional.items() if value is not None},
    )
    task.set_display_name(f"make volume {volume.name}")
    task.set_caching_options(enable_caching=False)
    return task


def mount_volume(task: PipelineTask, volume: NewVolume, made: PipelineTask) -> None:
    """Have a step find a volume that another task makes."""
    from kfp import kubernetes

    kubernetes.mount_pvc(task, made.outputs["name"], volume.path)


def removal(volume: NewVolume | None) -> contextlib.AbstractContextManager[object]:
    """Give the context for the steps after which a volume is to be removed, whether they succeed or fail."""
    if volume is None:
        return contextlib.nullcontext()
    from kfp import kubernetes

    task: PipelineTask = kubernetes.DeletePVC(pvc_name=_LATER)
    task.set_display_name(f"remove volume {volume.name}")
    task.set_caching_options(enable_caching=False)
    steps: contextlib.AbstractContextManager[object] = ExitHandler(task)
    return steps


def name_removed(spec: Document, number: int) -> None:
    """Say which volume is removed: the SDK lets no task that runs at the end take what another one gives.

    Args:
        spec: The ``PipelineSpec`` in its JSON form.
        number: Which of the volumes that the run makes, from 1.
    """
    root: Any = spec["root"]
    making = VOLUME_TASK if number == 1 else f"{VOLUME_TASK}-{number}"
    given = {"taskOutputParameter": {"outputParameterKey": "name", "producerTask": making}}
    root["dag"]["tasks"][REMOVAL_TASK]["inputs"]["parameters"]["pvc_name"] = given
