"""The specification as the local runner of KFP takes it.

The runner warns of settings that mean nothing here, runs unordered steps in an order that changes from process to
process, and has no notion of a parameter that is ``None``. The copy that it is given has none of this; what
the steps do is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue

from kale.platform.tasks import STEPS_TASK
from kale.platform.transports import WORKSPACE_CLAIM_PATH, WORKSPACE_PLACEHOLDER

LOCAL_IMAGE: Final = "python"
"""Stands for the current environment; the runner warns of images whose name does not tell that they have Python."""

Variables = Mapping[str, str]


def adapt(
    spec: dict[str, Any],
    order: Iterable[str],
    arguments: Mapping[str, JsonValue],
    environment: Mapping[str, Variables],
    workspace: Path,
) -> None:
    """Change ``spec``, a ``PipelineSpec`` in its JSON form, for a run on this machine.

    Args:
        spec: The specification.
        order: The names of all tasks, each after those that it comes after.
        arguments: Values of the pipeline's inputs.
        environment: Further environment variables of each task.
        workspace: Folder that stands for the volume which the run shares.
    """
    _leave_group(spec)
    tasks = spec["root"]["dag"]["tasks"]
    order = tuple(order)
    for name in set(tasks) - set(order):
        # It makes a volume, which this machine has none of.
        del tasks[name]
    absent = {name for name, value in arguments.items() if value is None}
    previous: str | None = None
    for name in order:
        task = tasks[name]
        component = spec["components"][task["componentRef"]["name"]]
        container = spec["deploymentSpec"]["executors"][component["executorLabel"]]["container"]
        task["taskInfo"]["name"] = name
        waits = {*task.get("dependentTasks", ())} & {*order} | ({previous} if previous is not None else set())
        task["dependentTasks"] = sorted(waits)
        _leave_out(task, component, absent)
        _fill_in(task, workspace)
        container["image"] = LOCAL_IMAGE
        container.pop("resources", None)
        container["env"] += [{"name": key, "value": value} for key, value in environment[name].items()]
        previous = name


def _leave_group(spec: dict[str, Any]) -> None:
    """Take the steps out of the group that holds them where a volume is removed after it; this machine makes none."""
    dag = spec["root"]["dag"]
    group = dag["tasks"].get(STEPS_TASK, {})
    inner = spec["components"].get(group.get("componentRef", {}).get("name"), {}).get("dag")
    if inner is None:
        return
    outer = group["inputs"]["parameters"]
    for task in inner["tasks"].values():
        parameters = task.get("inputs", {}).get("parameters", {})
        for name, source in parameters.items():
            parameters[name] = outer.get(source.get("componentInputParameter"), source)
    dag["tasks"] = inner["tasks"]


def _leave_out(task: dict[str, Any], component: dict[str, Any], absent: set[str]) -> None:
    """Take the inputs that are ``None`` from a task, as the platform does."""
    parameters = task.get("inputs", {}).get("parameters", {})
    for name, source in list(parameters.items()):
        if source.get("componentInputParameter") in absent:
            del parameters[name]
            del component["inputDefinitions"]["parameters"][name]


def _fill_in(task: dict[str, Any], workspace: Path) -> None:
    """Say where the workspace is; the runner has one too, but removes it when the run ends."""
    for source in task.get("inputs", {}).get("parameters", {}).values():
        if source.get("runtimeValue", {}).get("constant") in (WORKSPACE_PLACEHOLDER, WORKSPACE_CLAIM_PATH):
            source["runtimeValue"]["constant"] = str(workspace)
