"""What the notebook's metadata says of the pipeline, in all the spellings of its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ConfigDict, Field, ValidationError

from kale.diagnostics import Diagnostic, Report
from kale.notebook import rules
from kale.notebook.claims import Claims, claims_of
from kale.notebook.defaults import default_options
from kale.notebook.notebook import Notebook
from kale.notebook.options import reason_of
from kale.notebook.similarity import nearest_word
from kale.notebook.volumes import VolumeRequest
from kale.pipeline import NewVolume, RuntimeSource, StepOptions, Transport, Workspace
from kale.pipeline.model import Model
from kale.pipeline.quantities import Image

SECTIONS: Final = ("kale", "kubeflow_notebook", "kubeflow_noteobok")
"""Keys of the notebook's metadata that hold ours, newest first; the last is how an early editor spelled it."""

_UNSUPPORTED: Final = {
    "autosnapshot": "a snapshot after every step",
    "snapshot_volumes": "snapshots of the notebook's volumes",
    "katib_run": "a hyperparameter search",
    "katib": "a hyperparameter search",
    "timeout": "a time limit for the whole run",
    "security_context": "a security context",
    "abs_working_dir": "a working directory",
    "kfp_host": "a server to run on",
    "output_path": "a place for the compiled pipeline",
}

_INSTEAD: Final = {
    "security_context": "say it with run-as-user, run-as-group and run-as-non-root under 'steps_defaults'",
    "timeout": "limit each step with timeout under 'steps_defaults'",
    "kfp_host": "name the server with host in kale.toml, or with --host",
    "output_path": "name the file with output under [compile] in kale.toml, or with --output",
}
"""What to do instead, by the key that asks for what compiling does not do."""


class Experiment(Model):
    """An experiment as the notebook editor stores it."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    id: str = ""
    name: str = ""


class Settings(Model):
    """Every key that the notebook's metadata ever had, as written; ``None`` or empty asks for nothing."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    pipeline_name: str | None = None
    pipeline_description: str | None = None
    experiment_name: str | None = None
    experiment: Experiment = Experiment()
    base_image: Image | None = None
    docker_image: Image | None = None
    runtime: RuntimeSource | None = None
    enable_caching: bool | None = None
    steps_defaults: list[str] | dict[str, Any] = Field(default_factory=list)
    transport: Transport = "artifacts"
    transports: dict[str, Transport] = Field(default_factory=dict)
    workspace: Workspace = Workspace()
    new_volumes: tuple[NewVolume, ...] = ()
    volumes: tuple[VolumeRequest, ...] = ()
    storage_class_name: str | None = None
    volume_access_mode: str | None = None
    access_mode: str | None = None
    snapshot_volumes: bool = False
    autosnapshot: bool = False
    katib: bool = False
    katib_run: bool = False
    katib_metadata: dict[str, Any] = Field(default_factory=dict)
    timeout: int | None = Field(default=None, ge=1)
    security_context: dict[str, Any] = Field(default_factory=dict)
    abs_working_dir: str | None = None
    kfp_host: str | None = None
    output_path: str | None = None
    notebook_path: str | None = None
    pipeline_args: Any = None
    pipeline_args_names: Any = None
    marshal_volume: bool = False
    marshal_path: str | None = None


class PipelineMetadata(Model):
    """What the notebook says of the pipeline as a whole.

    Attributes:
        name: Name as written; the file's name, or ``pipeline``, where the metadata has none.
        description: What the pipeline is for.
        experiment: Name of the experiment that runs belong to.
        image: Image of the steps that name none.
        runtime: Where steps find the program that runs them.
        caching: Whether steps take earlier results; ``None`` where the notebook does not say.
        defaults: Options of the steps that say nothing themselves, caching included.
        transport: How values get from step to step.
        transports: How some variables do instead, by name.
        workspace: The volume for values that go through the workspace.
        new_volumes: Volumes that each run makes for its steps.
        volumes: The volumes that the notebook asks for, as older tools describe them.
        settings: All that the metadata says, as written.
    """

    name: str
    description: str = ""
    experiment: str | None = None
    image: Image | None = None
    runtime: RuntimeSource = RuntimeSource.PACKED
    caching: bool | None = None
    defaults: StepOptions = StepOptions()
    transport: Transport = "artifacts"
    transports: dict[str, Transport] = Field(default_factory=dict)
    workspace: Workspace = Workspace()
    new_volumes: tuple[NewVolume, ...] = ()
    volumes: tuple[VolumeRequest, ...] = ()
    settings: Settings = Settings()


def metadata_of(notebook: Notebook, report: Report) -> PipelineMetadata:
    """Give what the notebook's metadata says of the pipeline.

    Args:
        notebook: The notebook.
        report: Takes what is wrong with the metadata, and what compiling cannot do.
    """
    section, raw = _section(notebook, report)
    report.extend(_mistyped(section, raw))
    settings = _settings(section, raw, report)
    report.extend(_unsupported(section, settings))
    defaults, problems = default_options(settings.steps_defaults, settings.enable_caching)
    report.extend(_invalid(section, f"'steps_defaults' holds what is wrong: {problem}") for problem in problems)
    mode = settings.volume_access_mode or settings.access_mode
    claims = claims_of(settings.volumes, settings.storage_class_name, mode, report)
    report.extend(_invalid(section, problem) for problem in _rivals(defaults, claims))
    return PipelineMetadata(
        name=(settings.pipeline_name or "").strip() or notebook.stem or "pipeline",
        description=settings.pipeline_description or "",
        experiment=settings.experiment_name or settings.experiment.name or None,
        image=settings.base_image or settings.docker_image,
        runtime=settings.runtime or RuntimeSource.PACKED,
        caching=settings.enable_caching,
        defaults=defaults.over(StepOptions(mounts=claims.mounts)),
        transport=settings.transport,
        transports=settings.transports,
        workspace=settings.workspace,
        new_volumes=(*settings.new_volumes, *claims.new),
        volumes=settings.volumes,
        settings=settings,
    )


def _rivals(defaults: StepOptions, claims: Claims) -> Iterator[str]:
    """Say what the list of volumes mounts for every step where the defaults mount something else."""
    mounted = {mount.path.rstrip("/"): mount for mount in defaults.mounts}
    for mount in claims.mounts:
        rival = mounted.get(mount.path.rstrip("/"), mount)
        if rival != mount:
            yield f"'volumes' and 'steps_defaults' mount different things at {mount.path}"


def _section(notebook: Notebook, report: Report) -> tuple[str, Mapping[str, Any]]:
    """Give the sections merged, a newer one over an older one, with the key of the newest that is there."""
    present = [key for key in SECTIONS if notebook.metadata.get(key) is not None]
    merged: dict[str, Any] = {}
    for key in reversed(present):
        found = notebook.metadata[key]
        if isinstance(found, Mapping):
            merged |= {name: value for name, value in found.items() if value is not None and value != ""}
        else:
            report.add(_invalid(key, "it is not an object"))
    return (present[0] if present else SECTIONS[0]), merged


def _settings(section: str, raw: Mapping[str, Any], report: Report) -> Settings:
    """Give the settings that are valid, and report the others."""
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        problems = {str(details["loc"][0]): details for details in error.errors(include_url=False)}
        for details in problems.values():
            where = ".".join(str(part) for part in details["loc"])
            report.add(_invalid(section, f"{where!r} is not valid: {reason_of(details['msg'])}"))
        return Settings.model_validate({key: value for key, value in raw.items() if key not in problems})


def _mistyped(section: str, raw: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for key in raw:
        nearest = nearest_word(key, Settings.model_fields)
        if nearest is not None:
            yield rules.MISTYPED_SETTING.at(
                None,
                f"the notebook's metadata has the unknown key {key!r} under {section!r}; did you mean {nearest!r}?",
                help="correct the key, or remove it",
            )


def _unsupported(section: str, settings: Settings) -> Iterator[Diagnostic]:
    for key, what in _UNSUPPORTED.items():
        value = getattr(settings, key)
        if not value or (isinstance(value, dict) and value.get("enabled") is False):
            continue
        yield rules.UNSUPPORTED_SETTING.at(
            None,
            f"the notebook's metadata asks for {what} ({section}.{key}), which compiling does not do",
            help=_INSTEAD.get(key, "remove the key, or set it up on the compiled pipeline"),
        )


def _invalid(section: str, problem: str) -> Diagnostic:
    return rules.INVALID_NOTEBOOK_METADATA.at(None, f"in the notebook's metadata, under {section!r}: {problem}")
