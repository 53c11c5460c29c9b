"""A step's options, through the setters of the KFP SDK."""

from __future__ import annotations

from kfp.dsl import PipelineTask

from kale.emit.resources import resources_of
from kale.pipeline import StepOptions


def configure(task: PipelineTask, options: StepOptions) -> None:
    """Ask the platform, through ``task``, for what ``options`` say; image and environment are the component's."""
    # Told in any case, because the SDK's own default depends on an environment variable.
    task.set_caching_options(options.cache is not False)
    resources = resources_of(options)
    for setter, amount in (
        (task.set_cpu_request, resources.cpu_request),
        (task.set_cpu_limit, resources.cpu_limit),
        (task.set_memory_request, resources.memory_request),
        (task.set_memory_limit, resources.memory_limit),
        (task.set_accelerator_type, resources.accelerator_type),
        (task.set_accelerator_limit, resources.accelerator_limit),
    ):
        if amount is not None:
            setter(amount)
    if options.retry:
        task.set_retry(options.retry)
    if options.timeout is not None or options.labels or options.annotations or options.secrets:
        _configure_pod(task, options)


def _configure_pod(task: PipelineTask, options: StepOptions) -> None:
    from kfp import kubernetes

    if options.timeout is not None:
        kubernetes.set_timeout(task, options.timeout)
    for key, value in options.labels.items():
        kubernetes.add_pod_label(task, key, value)
    for key, value in options.annotations.items():
        kubernetes.add_pod_annotation(task, key, value)
    for secret in options.secrets:
        kubernetes.use_secret_as_env(task, secret.secret, {secret.key: secret.variable})
