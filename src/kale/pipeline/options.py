"""What a step may ask for, and what belongs to the pipeline as a whole."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import Field

from kale.pipeline.carried import RelativePath
from kale.pipeline.environment import ConfigVariable, PodFieldVariable, SecretVariable
from kale.pipeline.model import Model
from kale.pipeline.mounts import Mount
from kale.pipeline.packages import PackagePolicy, RequirementText
from kale.pipeline.quantities import (
    ComputeResource,
    EnvironmentName,
    Image,
    LabelKey,
    LabelValue,
    ObjectName,
    Quantity,
)
from kale.pipeline.scheduling import NodeAffinity, Toleration
from kale.pipeline.transport import Transport, Workspace
from kale.pipeline.volumes import NewVolume


class StepOptions(Model):
    """What a step asks of the platform. A field that is ``None`` or empty leaves the choice to the pipeline.

    Attributes:
        image: Container image.
        pull_policy: When the node fetches the image.
        pull_secrets: Names of the secrets with which it may.
        limits: Most that the step may use, by resource: ``{"cpu": "2", "nvidia.com/gpu": "1"}``.
        requests: What the step is sure to get, by resource.
        shared_memory: Size of ``/dev/shm``.
        env: Environment variables with fixed values.
        secrets: Environment variables from secrets.
        config_maps: Environment variables from config maps.
        pod_fields: Environment variables from fields of the step's pod.
        mounts: Volumes, secrets, config maps and empty folders in the step's file system.
        annotations: Annotations of the pod.
        labels: Labels of the pod.
        node_selector: Labels that the node must have.
        tolerations: Taints of nodes that the step puts up with.
        affinity: Kinds of nodes that the step must or would rather run on.
        run_as_user: User id of the step's process.
        run_as_group: Group id of the step's process.
        run_as_non_root: Whether the step is refused to run as root.
        cache: Whether an earlier run's result may be taken.
        cache_key: Name under which the result is kept, instead of one made from the step's code and inputs.
        display_name: What user interfaces call the step, instead of its name.
        report: Whether to write an HTML report.
        retry: How many times to try again after a failure.
        retry_delay: Seconds before the first new try.
        retry_factor: How many times longer each further wait is.
        retry_max_delay: Seconds from the start of the first try after which there are no further ones, and one that
            is going on is ended.
        timeout: Seconds after which the step is stopped.
        packages: What the step installs when it starts.
        requirements: Packages that it needs besides those that its code imports.
        include: Files beside the notebook that travel with it: paths, or patterns for several.
    """

    image: Image | None = None
    pull_policy: Literal["Always", "IfNotPresent", "Never"] | None = None
    pull_secrets: tuple[ObjectName, ...] = ()
    limits: dict[ComputeResource, Quantity] = Field(default_factory=dict)
    requests: dict[ComputeResource, Quantity] = Field(default_factory=dict)
    shared_memory: Quantity | None = None
    env: dict[EnvironmentName, str] = Field(default_factory=dict)
    secrets: tuple[SecretVariable, ...] = ()
    config_maps: tuple[ConfigVariable, ...] = ()
    pod_fields: tuple[PodFieldVariable, ...] = ()
    mounts: tuple[Mount, ...] = ()
    annotations: dict[LabelKey, str] = Field(default_factory=dict)
    labels: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    node_selector: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    tolerations: tuple[Toleration, ...] = ()
    affinity: tuple[NodeAffinity, ...] = ()
    run_as_user: Annotated[int, Field(ge=0)] | None = None
    run_as_group: Annotated[int, Field(ge=0)] | None = None
    run_as_non_root: bool | None = None
    cache: bool | None = None
    cache_key: Annotated[str, Field(min_length=1)] | None = None
    display_name: Annotated[str, Field(min_length=1)] | None = None
    report: bool | None = None
    retry: Annotated[int, Field(ge=0, le=100)] | None = None
    retry_delay: Annotated[int, Field(ge=0)] | None = None
    retry_factor: Annotated[float, Field(ge=1, allow_inf_nan=False)] | None = None
    retry_max_delay: Annotated[int, Field(ge=1)] | None = None
    timeout: Annotated[int, Field(ge=1)] | None = None
    packages: PackagePolicy | None = None
    requirements: tuple[RequirementText, ...] = ()
    include: tuple[RelativePath, ...] = ()

    @property
    def variables(self) -> Iterator[str]:
        """Names of the environment variables that the options set, wherever their values come from."""
        yield from self.env
        for source in (self.secrets, self.config_maps, self.pod_fields):
            yield from (item.variable for item in source)

    def over(self, defaults: StepOptions) -> StepOptions:
        """Give these options with ``defaults`` where they say nothing.

        Mappings merge key by key, environment variables name by name wherever their values come from, mounts path by
        path. Tolerations and pull secrets add up. Affinity is taken as a whole, because each of its terms would let
        the step onto further nodes.
        """
        defaults = defaults._without(frozenset(self.variables), frozenset(mount.path for mount in self.mounts))
        merged: dict[str, object] = {}
        for name in type(self).model_fields:
            own, default = getattr(self, name), getattr(defaults, name)
            if isinstance(own, dict):
                merged[name] = {**default, **own}
            elif name == "affinity":
                merged[name] = own or default
            elif isinstance(own, tuple):
                merged[name] = own + tuple(item for item in default if item not in own)
            else:
                merged[name] = default if own is None else own
        return StepOptions.model_validate(merged)

    def _without(self, variables: frozenset[str], paths: frozenset[str]) -> StepOptions:
        """Give these options without some environment variables and without what is mounted at some paths."""
        kept: dict[str, object] = {
            name: tuple(item for item in getattr(self, name) if item.variable not in variables)
            for name in ("secrets", "config_maps", "pod_fields")
        }
        kept["env"] = {name: value for name, value in self.env.items() if name not in variables}
        kept["mounts"] = tuple(mount for mount in self.mounts if mount.path not in paths)
        return self.model_copy(update=kept)


DEFAULT_IMAGE: Final = "python:3.11-slim"
"""Image of steps for which nobody names one."""


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
        transport: How values get from step to step.
        transports: How some variables do instead, by name.
        workspace: The volume for values that go through the workspace.
        new_volumes: Volumes that each run makes for its steps.
    """

    experiment: str | None = None
    image: Image = DEFAULT_IMAGE
    transport: Transport = "artifacts"
    transports: dict[str, Transport] = Field(default_factory=dict)
    workspace: Workspace = Workspace()
    new_volumes: tuple[NewVolume, ...] = ()
    watch: bool = False
    runtime: RuntimeSource = RuntimeSource.PACKED
    constraints: tuple[RequirementText, ...] = ()
