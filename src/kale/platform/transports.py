"""Which artifacts go through the workspace, and where they lie in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from kale.diagnostics import Diagnostic
from kale.pipeline import NewVolume, Pipeline, Save, Step
from kale.pipeline.names import ArtifactName
from kale.platform.places import beginning_of
from kale.platform.rules import CONFLICTING_TRANSPORTS, UNCACHED_WORKSPACE_STEP, UNKNOWN_TRANSPORTED_VARIABLE

WORKSPACE_PLACEHOLDER: Final = "{{$.workspace_path}}"
"""What the platform replaces by the path of the workspace; a step with an input of that value has it mounted."""

WORKSPACE_CLAIM: Final = "kale-workspace"
"""What the name of the claim ends in that stands for the workspace on servers that know of none."""

WORKSPACE_CLAIM_PATH: Final = f"/{WORKSPACE_CLAIM}"
"""Where steps find that claim."""

WORKSPACE_FOLDER: Final = "kale"
"""Folder of the workspace in which values lie."""

ArtifactKey: TypeAlias = tuple[str, ArtifactName]
"""Name of a step, and of an artifact among its outputs."""

Routes: TypeAlias = Mapping[ArtifactKey, str]
"""Where the artifacts that go through the workspace lie in it; all others go through the object store."""


def routes_of(pipeline: Pipeline, tasks: Mapping[str, str]) -> Routes:
    """Give the way of each artifact that goes through the workspace.

    Args:
        pipeline: The pipeline.
        tasks: Name of each step's task.
    """
    return {
        (step.name, save.artifact): f"{WORKSPACE_FOLDER}/{tasks[step.name]}/{save.artifact}"
        for step in pipeline.steps
        for save in step.saves
        if _goes_through_workspace(pipeline, save)
    }


def claimed_workspace(pipeline: Pipeline, routes: Routes) -> NewVolume | None:
    """Give the volume that the run makes for its workspace; nothing where the platform does or none is needed."""
    workspace = pipeline.options.workspace
    if not routes or workspace.provision != "claim":
        return None
    return NewVolume(
        name=WORKSPACE_CLAIM,
        path=WORKSPACE_CLAIM_PATH,
        size=workspace.size,
        storage_class=workspace.storage_class,
        access_modes=workspace.access_modes or ("ReadWriteOnce",),
        remove=True,
    )


def uses_workspace(step: Step, routes: Routes) -> bool:
    """Whether a step reads from the workspace, or writes to it."""
    written = ((step.name, save.artifact) for save in step.saves)
    read = ((load.producer, load.artifact) for load in step.loads)
    return any(key in routes for key in (*written, *read))


def check_transports(pipeline: Pipeline, routes: Routes) -> Iterable[Diagnostic]:
    """Find what is wrong with how values are to get from step to step."""
    chosen = pipeline.options.transports
    saves = [(step, save) for step in pipeline.steps for save in step.saves]
    known = {variable for _, save in saves for variable in save.variables}
    for variable in chosen:
        if variable not in known:
            yield UNKNOWN_TRANSPORTED_VARIABLE.at(
                None, f"a transport is chosen for {variable!r}, which no step hands on", help="correct the name"
            )
    for step, save in saves:
        ways = {chosen[variable] for variable in save.variables if variable in chosen}
        if len(ways) > 1:
            yield CONFLICTING_TRANSPORTS.at(
                beginning_of(step),
                f"step {step.name!r} hands on {', '.join(save.variables)} together, because they share objects, but"
                " different transports are chosen for them",
                help="choose the same for all of them",
            )
    for step in pipeline.steps:
        if step.options.cache and uses_workspace(step, routes):
            yield UNCACHED_WORKSPACE_STEP.at(
                beginning_of(step),
                f"the results of step {step.name!r} are not kept, because values of it go through the workspace",
            )


def _goes_through_workspace(pipeline: Pipeline, save: Save) -> bool:
    chosen = pipeline.options.transports
    ways = [chosen[variable] for variable in save.variables if variable in chosen]
    return (ways[0] if ways else pipeline.options.transport) == "workspace"
