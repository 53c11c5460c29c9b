"""What a step asks of its pod, through ``kfp.kubernetes``; it ends up in the second document."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from kfp import kubernetes
from kfp.dsl import PipelineTask

from kale.pipeline import (
    ClaimMount,
    ConfigMount,
    EmptyDirectory,
    EphemeralVolume,
    Mount,
    NodeAffinity,
    SecretMount,
    StepOptions,
)
from kale.pipeline.names import to_resource_name

SHARED_MEMORY: Final = EmptyDirectory(path="/dev/shm", memory=True)  # noqa: S108 - a mount point, not a file
"""Where POSIX shared memory is; Docker's default holds 64 MiB, too little for PyTorch's loaders."""


def configure_pod(task: PipelineTask, options: StepOptions) -> None:
    """Ask Kubernetes, through ``task``, for what ``options`` say."""
    if options.timeout is not None:
        kubernetes.set_timeout(task, options.timeout)
    for key, value in options.labels.items():
        kubernetes.add_pod_label(task, key, value)
    for key, value in options.annotations.items():
        kubernetes.add_pod_annotation(task, key, value)
    if options.pull_policy is not None:
        kubernetes.set_image_pull_policy(task, options.pull_policy)
    if options.pull_secrets:
        kubernetes.set_image_pull_secrets(task, list(options.pull_secrets))
    _configure_variables(task, options)
    for mount in options.mounts:
        _mount(task, mount)
    if options.shared_memory is not None:
        _mount(task, SHARED_MEMORY.model_copy(update={"size": options.shared_memory}))
    _configure_nodes(task, options)
    _configure_user(task, options)


def volume_name(path: str) -> str:
    """Give the name of the pod's volume at a path that no object of the cluster stands behind."""
    if re.fullmatch(r"(/[a-z0-9]+)+", path):
        return to_resource_name(f"kale{path}")
    digest = hashlib.sha256(path.encode()).hexdigest()[:8]
    return to_resource_name(f"kale{path[:40]}-{digest}")


def _configure_variables(task: PipelineTask, options: StepOptions) -> None:
    for secret in options.secrets:
        kubernetes.use_secret_as_env(task, secret.secret, {secret.key: secret.variable}, secret.optional)
    for config in options.config_maps:
        kubernetes.use_config_map_as_env(task, config.config_map, {config.key: config.variable}, config.optional)
    for field in options.pod_fields:
        kubernetes.use_field_path_as_env(task, field.variable, field.path)


def _mount(task: PipelineTask, mount: Mount) -> None:
    match mount:
        case SecretMount():
            kubernetes.use_secret_as_volume(task, mount.secret, mount.path, mount.optional)
        case ConfigMount():
            kubernetes.use_config_map_as_volume(task, mount.config_map, mount.path, mount.optional)
        case ClaimMount():
            kubernetes.mount_pvc(task, mount.claim, mount.path, mount.sub_path)
        case EmptyDirectory():
            medium = "Memory" if mount.memory else None
            kubernetes.empty_dir_mount(task, volume_name(mount.path), mount.path, medium, mount.size)
        case EphemeralVolume():
            kubernetes.add_ephemeral_volume(
                task,
                volume_name(mount.path),
                mount.path,
                list(mount.access_modes),
                mount.size,
                mount.storage_class,
                dict(mount.labels),
                dict(mount.annotations),
            )


def _configure_nodes(task: PipelineTask, options: StepOptions) -> None:
    for key, value in options.node_selector.items():
        kubernetes.add_node_selector(task, key, value)
    for toleration in options.tolerations:
        kubernetes.add_toleration(
            task, toleration.key, toleration.operator, toleration.value, toleration.effect, toleration.seconds
        )
    for term in options.affinity:
        kubernetes.add_node_affinity(task, _expressions(term, field=False), _expressions(term, field=True), term.weight)


def _expressions(term: NodeAffinity, *, field: bool) -> list[dict[str, object]]:
    return [
        {"key": requirement.key, "operator": requirement.operator, "values": list(requirement.values)}
        for requirement in term.requirements
        if requirement.field is field
    ]


def _configure_user(task: PipelineTask, options: StepOptions) -> None:
    user, group, not_root = options.run_as_user, options.run_as_group, options.run_as_non_root
    if (user, group, not_root) != (None, None, None):
        kubernetes.set_security_context(task, user, group, not_root)
