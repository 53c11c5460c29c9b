"""The names of the tasks that the platform runs for a pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kale.pipeline import Pipeline
from kale.pipeline.names import MAX_RESOURCE_NAME, ResourceName, to_resource_name

VOLUME_TASK: Final = "createpvc"
"""Name of the task that makes a volume; several are numbered from 2 on."""

REMOVAL_TASK: Final = "deletepvc"
"""Name of the task that removes a volume when the run has ended."""

STEPS_TASK: Final = "exit-handler-1"
"""Name of the task that holds all steps where something is done when they have ended."""


def task_names(pipeline: Pipeline) -> Mapping[str, ResourceName]:
    """Give the name of each step's task, by the step's name.

    The first of several steps whose names come out the same keeps it; the others get ``-2``, ``-3`` in notebook
    order. No task is called like the pipeline, because the KFP SDK takes a component of that name for the whole.
    """
    taken: set[str] = {pipeline.name, *_volume_tasks(pipeline)}
    names: dict[str, ResourceName] = {}
    for step in pipeline.steps:
        names[step.name] = unique_name(to_resource_name(step.name, fallback="step"), taken, "-")
    return names


def _volume_tasks(pipeline: Pipeline) -> Iterator[str]:
    """Give the names of the tasks that make and remove volumes, as the SDK will call them."""
    volumes = pipeline.options.new_volumes
    claimed = pipeline.options.workspace.provision == "claim"
    count = len(volumes) + claimed
    yield from [VOLUME_TASK, *(f"{VOLUME_TASK}-{number}" for number in range(2, count + 1))][:count]
    if claimed or any(volume.remove for volume in volumes):
        yield from (REMOVAL_TASK, STEPS_TASK)


def unique_name(name: str, taken: set[str], separator: str) -> str:
    """Give a name that is not taken, and take it.

    Args:
        name: What it is to be like.
        taken: The names that are taken.
        separator: What to put between the name and a number.
    """
    candidate, number = name, 2
    while candidate in taken:
        suffix = f"{separator}{number}"
        candidate = name[: MAX_RESOURCE_NAME - len(suffix)].rstrip(separator) + suffix
        number += 1
    taken.add(candidate)
    return candidate
