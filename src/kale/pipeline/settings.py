"""Options as keyword arguments: the fields of the models, and short words for the most frequent ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypedDict

from pydantic import ValidationError

from kale.errors import OptionError
from kale.pipeline.environment import ConfigVariable, PodFieldVariable, SecretVariable
from kale.pipeline.mounts import Mount
from kale.pipeline.options import PipelineOptions, RuntimeSource, StepOptions
from kale.pipeline.packages import PackagePolicy
from kale.pipeline.resources import GPU, Resources
from kale.pipeline.scheduling import NodeAffinity, Toleration
from kale.pipeline.transport import Transport, Workspace
from kale.pipeline.volumes import NewVolume
from kale.suggestion import closest


class StepSettings(TypedDict, total=False):
    """What a step may ask for, by keyword.

    Each key is a field of :class:`~kale.pipeline.StepOptions`, or one of ``resources``, ``cpu``, ``memory``, ``gpu``
    and ``gpu_type``, which are short for limits.
    """

    image: str | None
    pull_policy: str | None
    pull_secrets: Sequence[str]
    limits: Mapping[str, str]
    requests: Mapping[str, str]
    shared_memory: str | None
    env: Mapping[str, str]
    secrets: Sequence[SecretVariable]
    config_maps: Sequence[ConfigVariable]
    pod_fields: Sequence[PodFieldVariable]
    mounts: Sequence[Mount]
    annotations: Mapping[str, str]
    labels: Mapping[str, str]
    node_selector: Mapping[str, str]
    tolerations: Sequence[Toleration]
    affinity: Sequence[NodeAffinity]
    run_as_user: int | None
    run_as_group: int | None
    run_as_non_root: bool | None
    cache: bool | None
    cache_key: str | None
    display_name: str | None
    report: bool | None
    retry: int | None
    retry_delay: int | None
    retry_factor: float | None
    retry_max_delay: int | None
    timeout: int | None
    resources: Resources
    cpu: str
    memory: str
    gpu: int
    gpu_type: str


class NewStepSettings(StepSettings, total=False):
    """What a step may ask for while its pipeline is being made, by keyword.

    Besides the keys of :class:`StepSettings`, those fields of :class:`~kale.pipeline.StepOptions` that decide what the
    step is given: they are settled when the pipeline is there.
    """

    packages: PackagePolicy | str | None
    requirements: Sequence[str]
    include: Sequence[str]


class PipelineSettings(TypedDict, total=False):
    """What belongs to a pipeline as a whole, by keyword: the fields of :class:`~kale.pipeline.PipelineOptions`."""

    experiment: str | None
    image: str
    transport: Transport
    transports: Mapping[str, Transport]
    workspace: Workspace
    new_volumes: Sequence[NewVolume]
    watch: bool
    runtime: RuntimeSource | str


SHORT_WORDS: Final = frozenset({"resources", *Resources.model_fields})
"""The keys of :class:`StepSettings` that are no fields of the options."""


SETTLED: Final = frozenset({"packages", "requirements", "include"})
"""The fields of the options that a pipeline that is there cannot change any more."""


def changed_options(settings: StepSettings) -> StepOptions:
    """Give the options that keyword arguments ask of a step that is there.

    Raises:
        kale.errors.OptionError: As for :func:`step_options`, or the option is settled when the pipeline is made.
    """
    for name in settings:
        if name in SETTLED:
            raise OptionError(
                f"what the option {name!r} asks for is settled when the pipeline is made; set it in the notebook, or"
                " with @step"
            )
    return step_options(settings)


def step_options(settings: StepSettings) -> StepOptions:
    """Give the options that keyword arguments ask for.

    Raises:
        kale.errors.OptionError: A key is unknown, a value is none that the option can have, or two keys contradict
            each other.
    """
    _check_known(settings, {*StepOptions.model_fields, *SHORT_WORDS})
    fields = {name: value for name, value in settings.items() if name not in SHORT_WORDS}
    limits = _limits(settings)
    if limits:
        fields["limits"] = {**limits, **settings.get("limits", {})}
    try:
        return StepOptions.model_validate(fields)
    except ValidationError as error:
        raise _option_error(error) from None


def pipeline_options(settings: PipelineSettings) -> PipelineOptions:
    """Give the options of a pipeline that keyword arguments ask for.

    Raises:
        kale.errors.OptionError: A key is unknown, or a value is none that the option can have.
    """
    _check_known(settings, PipelineOptions.model_fields)
    try:
        return PipelineOptions.model_validate(dict(settings))
    except ValidationError as error:
        raise _option_error(error) from None


def _limits(settings: StepSettings) -> dict[str, str]:
    words = {name: value for name, value in settings.items() if name in Resources.model_fields}
    resources = settings.get("resources")
    if resources is not None and words:
        raise OptionError(f"'resources' and {min(words)!r} say the same; keep one of them")
    if resources is None:
        try:
            resources = Resources.model_validate(words)
        except ValidationError as error:
            raise _option_error(error) from None
    if "gpu_type" in words and resources.gpu is None:
        raise OptionError(f"'gpu_type' says which kind, but not how many; add gpu=1, or leave it out for {GPU}")
    return resources.limits


def _check_known(settings: Mapping[str, object], known: set[str] | Mapping[str, object]) -> None:
    for name in settings:
        if name not in known:
            raise OptionError(f"there is no option {name!r}; {closest(name, known) or 'it has ' + ', '.join(known)}")


def _option_error(error: ValidationError) -> OptionError:
    details = error.errors(include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in details["loc"])
    reason = details["msg"].removeprefix("Value error, ")
    return OptionError(f"the option {where!r} cannot be {details['input']!r}: {reason}")
