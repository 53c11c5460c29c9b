"""What a step may ask for, and what belongs to the pipeline as a whole."""

from __future__ import annotations

import enum
from typing import Annotated

from pydantic import Field

from kale.pipeline.carried import RelativePath
from kale.pipeline.model import Model
from kale.pipeline.packages import PackagePolicy, RequirementText
from kale.pipeline.quantities import (
    ComputeResource,
    DataKey,
    EnvironmentName,
    Image,
    LabelKey,
    LabelValue,
    ObjectName,
    Quantity,
)


class SecretVariable(Model):
    """An environment variable that takes its value from a key of a Kubernetes secret.

    Attributes:
        secret: Name of the secret.
        key: Key in it.
        variable: Name of the environment variable.
    """

    secret: ObjectName
    key: DataKey
    variable: EnvironmentName


class StepOptions(Model):
    """What a step asks of the platform. A field that is ``None`` or empty leaves the choice to the pipeline.

    Attributes:
        image: Container image.
        limits: Most that the step may use, by resource: ``{"cpu": "2", "nvidia.com/gpu": "1"}``.
        requests: What the step is sure to get, by resource.
        annotations: Annotations of the pod.
        labels: Labels of the pod.
        secrets: Environment variables from secrets.
        env: Environment variables with fixed values.
        cache: Whether an earlier run's result may be taken.
        report: Whether to write an HTML report.
        retry: How many times to try again after a failure.
        timeout: Seconds after which the step is stopped.
        packages: What the step installs when it starts.
        requirements: Packages that it needs besides those that its code imports.
        include: Files beside the notebook that travel with it: paths, or patterns for several.
    """

    image: Image | None = None
    limits: dict[ComputeResource, Quantity] = Field(default_factory=dict)
    requests: dict[ComputeResource, Quantity] = Field(default_factory=dict)
    annotations: dict[LabelKey, str] = Field(default_factory=dict)
    labels: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    secrets: tuple[SecretVariable, ...] = ()
    env: dict[EnvironmentName, str] = Field(default_factory=dict)
    cache: bool | None = None
    report: bool | None = None
    retry: Annotated[int, Field(ge=0, le=100)] | None = None
    timeout: Annotated[int, Field(ge=1)] | None = None
    packages: PackagePolicy | None = None
    requirements: tuple[RequirementText, ...] = ()
    include: tuple[RelativePath, ...] = ()

    def over(self, defaults: StepOptions) -> StepOptions:
        """Give these options with ``defaults`` where they say nothing; mappings merge key by key."""
        merged: dict[str, object] = {}
        for name in type(self).model_fields:
            own, default = getattr(self, name), getattr(defaults, name)
            if isinstance(own, dict):
                merged[name] = {**default, **own}
            elif isinstance(own, tuple):
                merged[name] = own + tuple(item for item in default if item not in own)
            else:
                merged[name] = default if own is None else own
        return StepOptions.model_validate(merged)


class RuntimeSource(str, enum.Enum):
    """Where a step's process finds the program that runs it."""

    PACKED = "packed"
    """In the command: the image needs Python and nothing else."""

    IMAGE = "image"
    """In the image, which has kale installed."""


class PipelineOptions(Model):
    """What belongs to the pipeline rather than to a step.

    Attributes:
        experiment: Name of the experiment that runs belong to.
        image: Image of every step that names none.
        watch: Whether steps look for changes of objects that the analysis has not seen, which costs them some time.
        runtime: Where steps find the program that runs them.
        constraints: Versions that steps keep to when they install packages, for those that come along as well.
    """

    experiment: str | None = None
    image: Image = "python:3.11-slim"
    watch: bool = False
    runtime: RuntimeSource = RuntimeSource.PACKED
    constraints: tuple[RequirementText, ...] = ()
