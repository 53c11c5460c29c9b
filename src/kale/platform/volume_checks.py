"""What is wrong with the volumes that a run makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kale.diagnostics import Diagnostic
from kale.pipeline import NewVolume, Pipeline
from kale.platform.rules import NONE_WITH_REMOVED_VOLUME, SEVERAL_REMOVED_VOLUMES, VOLUME_BEYOND_SERVERS
from kale.platform.values import check_text


def check_volumes(pipeline: Pipeline, volumes: Iterable[NewVolume]) -> Iterator[Diagnostic]:
    """Find what cannot be had of the volumes of a run, mounts aside.

    What servers do is read off the driver of Kubeflow Pipelines, as of version 2.16.

    Args:
        pipeline: The pipeline.
        volumes: The volumes that its run makes, that for its values included.
    """
    made = tuple(volumes)
    for volume in made:
        for key, value in volume.annotations.items():
            yield from check_text(value, f"the annotation {key!r} of the volume {volume.name!r}")
        yield from _beyond_servers(volume)
    removed = [volume.name for volume in made if volume.remove]
    if len(removed) > 1:
        yield SEVERAL_REMOVED_VOLUMES.at(
            None,
            f"the run is to remove the volumes {', '.join(removed)}, but Kubeflow runs a single task at the end",
            help="keep all but one of them, or put what they hold into one volume",
        )
    if removed:
        yield from _none_in_group(pipeline)


def _beyond_servers(volume: NewVolume) -> Iterator[Diagnostic]:
    if volume.clone_of is not None:
        yield VOLUME_BEYOND_SERVERS.at(
            None,
            f"the volume {volume.name!r} is to begin with the content of {volume.clone_of!r}, but the servers that are"
            " known make it empty",
            help="mount the claim itself, or copy what is needed in the first step",
        )
    if volume.annotations:
        yield VOLUME_BEYOND_SERVERS.at(
            None,
            f"the volume {volume.name!r} has annotations, at which the servers that are known fail to make it",
            help="leave them out, or make the claim yourself and mount it",
        )


def _none_in_group(pipeline: Pipeline) -> Iterator[Diagnostic]:
    """Find parameters whose ``None`` would not reach the steps, which stand in a group when something follows them."""
    used = {name for step in pipeline.steps for name in step.parameters}
    for parameter in pipeline.parameters:
        if parameter.name in used and parameter.optional and parameter.default is None:
            yield NONE_WITH_REMOVED_VOLUME.at(
                parameter.span,
                f"the parameter {parameter.name!r} may be None, which does not reach the steps of a run that removes a"
                " volume at its end",
                help="give the parameter another default, or keep the volume",
            )
