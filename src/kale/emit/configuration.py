"""A step's options, through the setters of the KFP SDK."""

from __future__ import annotations

from typing import Final

from kfp.dsl import PipelineTask

from kale.pipeline import StepOptions
from kale.platform.resources import resources_of
from kale.platform.values import display_text

_WITHOUT_END: Final = 365 * 24 * 3600
"""Seconds for which a step is tried again where the user says nothing. The SDK has an hour, counted from the start of
the first try, after which servers also end a try that is going on."""


def configure(task: PipelineTask, options: StepOptions, *, kept: bool = True) -> None:
    """Ask the platform for what a step's options say; image and environment are the component's.

    Args:
        task: The step's task.
        options: The options.
        kept: Whether the step's results may be kept for later runs at all.
    """
    # Told in any case, because the SDK's own default depends on an environment variable.
    task.set_caching_options(kept and options.cache is not False, options.cache_key)
    if options.display_name is not None:
        task.set_display_name(display_text(options.display_name))
    _configure_resources(task, options)
    if options.retry:
        task.set_retry(
            options.retry,
            backoff_duration=_seconds(options.retry_delay),
            backoff_factor=options.retry_factor,
            backoff_max_duration=_seconds(options.retry_max_delay or _WITHOUT_END),
        )
    if _asks_of_kubernetes(options):
        from kale.emit.pods import configure_pod

        configure_pod(task, options)


def _configure_resources(task: PipelineTask, options: StepOptions) -> None:
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


def _seconds(amount: int | None) -> str | None:
    return None if amount is None else f"{amount}s"


def _asks_of_kubernetes(options: StepOptions) -> bool:
    """Whether anything of the options is for the second document; ``kfp.kubernetes`` is slow to load."""
    portable = {"image", "limits", "requests", "env", "cache", "cache_key", "display_name", "report"}
    portable |= {"retry", "retry_delay", "retry_factor", "retry_max_delay"}
    rest = options.model_dump(exclude=portable, exclude_defaults=True)
    return bool(rest)
