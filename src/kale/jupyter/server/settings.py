"""The settings of a pipeline that the user interface asks for, and where notebooks keep them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from pydantic import JsonValue

from kale.jupyter.server.documents import OptionField, SettingsView
from kale.jupyter.server.volumes import volume_lines
from kale.notebook import PipelineMetadata
from kale.pipeline import Transport, Workspace
from kale.pipeline.options import DEFAULT_IMAGE


@dataclass(frozen=True)
class PipelineSetting:
    """A setting that can be asked for.

    Attributes:
        shown: How the user interface asks for it.
        keys: Keys of the metadata that hold it, the one of today first.
        value: What a notebook says; ``None`` for nothing.
        part: Key in the object that holds it, where it is a part of one.
    """

    shown: OptionField
    keys: tuple[str, ...]
    value: Callable[[PipelineMetadata], JsonValue]
    part: str | None = None


def _workspace_size(metadata: PipelineMetadata) -> JsonValue:
    stated = "workspace" in metadata.settings.model_fields_set and "size" in metadata.workspace.model_fields_set
    return metadata.workspace.size if stated else None


def _transport(metadata: PipelineMetadata) -> JsonValue:
    return metadata.transport if "transport" in metadata.settings.model_fields_set else None


_ALL: Final = (
    PipelineSetting(
        OptionField(name="name", label="Name", help="What the pipeline is called.", kind="text"),
        ("pipeline_name",),
        lambda metadata: (metadata.settings.pipeline_name or "").strip() or None,
    ),
    PipelineSetting(
        OptionField(name="description", label="Description", help="What the pipeline is for.", kind="text"),
        ("pipeline_description",),
        lambda metadata: metadata.description or None,
    ),
    PipelineSetting(
        OptionField(name="experiment", label="Experiment", help="The experiment that runs belong to.", kind="text"),
        ("experiment_name", "experiment"),
        lambda metadata: metadata.experiment,
    ),
    PipelineSetting(
        OptionField(name="image", label="Image", help="Image of the steps that name none.", kind="text"),
        ("base_image", "docker_image"),
        lambda metadata: metadata.image,
    ),
    PipelineSetting(
        OptionField(name="cache", label="Cache", help="Whether steps may take an earlier run's results.", kind="flag"),
        ("enable_caching",),
        lambda metadata: metadata.caching,
    ),
    PipelineSetting(
        OptionField(
            name="transport",
            label="Transport",
            help="How values get from step to step: through the object store, or through a volume of the run.",
            kind="choice",
            choices=get_args(Transport),
        ),
        ("transport",),
        _transport,
    ),
    PipelineSetting(
        OptionField(
            name="workspace_size",
            label="Workspace",
            help="Size of the volume that a run's steps share, such as 10Gi.",
            kind="quantity",
        ),
        ("workspace",),
        _workspace_size,
        part="size",
    ),
)

PIPELINE_SETTINGS: Final[Mapping[str, PipelineSetting]] = {setting.shown.name: setting for setting in _ALL}
"""The settings by their names in actions."""


def settings_view(metadata: PipelineMetadata, stem: str | None) -> SettingsView:
    """Give what a notebook says of its pipeline.

    Args:
        metadata: What its metadata says.
        stem: Its file's name without the ending.
    """
    return SettingsView(
        values={name: setting.value(metadata) for name, setting in PIPELINE_SETTINGS.items()},
        defaults={
            "name": stem or "pipeline",
            "description": "",
            "experiment": "Default",
            "image": DEFAULT_IMAGE,
            "cache": True,
            "transport": "artifacts",
            "workspace_size": Workspace().size,
        },
        fields=tuple(setting.shown for setting in PIPELINE_SETTINGS.values()),
        volumes=volume_lines(metadata),
    )
