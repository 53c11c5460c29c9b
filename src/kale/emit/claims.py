"""Volumes that a run makes, through ``kfp.kubernetes``, which loads when there is one."""

from __future__ import annotations

from kfp.dsl import PipelineTask

from kale.pipeline import NewVolume


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
