"""What a ``PipelineSpec`` says of its tasks, in its JSON form, which has no order of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from kale.pipeline.graph import topological_order

_AT_THE_END: Final = "ALL_UPSTREAM_TASKS_COMPLETED"

Specification: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Tasks:
    """What is known of the tasks of a pipeline.

    Attributes:
        steps: Name of each step, by its task; empty when the pipeline is not known.
        templates: What the name of the Argo template begins with from which a task's pods are made, for those tasks for
            which it is not the usual one.
    """

    steps: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)


def pod_templates(spec: Specification, platform: Specification) -> dict[str, str]:
    """Give what the names of templates begin with: servers make one for each number of annotations and labels of pods.

    Args:
        spec: The specification.
        platform: The second document; empty when there is none.
    """
    pods = platform.get("platforms", {}).get("kubernetes", {}).get("deploymentSpec", {}).get("executors", {})
    found: dict[str, str] = {}
    for task, content in _named_tasks(spec):
        component = spec.get("components", {}).get(content.get("componentRef", {}).get("name"), {})
        metadata = pods.get(component.get("executorLabel"), {}).get("podMetadata")
        if metadata is not None:
            counts = (len(metadata.get(kind, {})) for kind in ("annotations", "labels"))
            found[task] = "-".join(("metadata", *map(str, counts), ""))
    return found


def step_names(spec: Specification) -> dict[str, str]:
    """Give the name of each step by its task, each after those that it waits for.

    Tasks in a group after which something is done count one by one.

    Args:
        spec: The specification.
    """
    names: dict[str, str] = {}
    for task, name in _names_in(spec.get("root", {})).items():
        inside = _names_in(spec.get("components", {}).get(_group_component(spec, task), {}))
        names |= inside or {task: name}
    return names


def _group_component(spec: Specification, name: str) -> str | None:
    """Give the component of a task that is a group with a task of its own for the end."""
    followed = any(name in task.get("dependentTasks", ()) for task in closing_tasks(spec))
    return str(_tasks_of(spec["root"])[name].get("componentRef", {}).get("name")) if followed else None


def closing_tasks(spec: Specification) -> list[Mapping[str, Any]]:
    """Give the tasks in which something is done when the steps have ended, well or not."""
    tasks = _tasks_of(spec.get("root", {})).values()
    return [task for task in tasks if task.get("triggerPolicy", {}).get("strategy") == _AT_THE_END]


def _tasks_of(component: Mapping[str, Any]) -> Mapping[str, Any]:
    tasks: Mapping[str, Any] = component.get("dag", {}).get("tasks", {})
    return tasks


def _names_in(component: Mapping[str, Any]) -> dict[str, str]:
    tasks = _tasks_of(component)
    arrows = [(earlier, name) for name, task in tasks.items() for earlier in task.get("dependentTasks", ())]
    known = [(earlier, later) for earlier, later in arrows if earlier in tasks]
    return {
        name: tasks[name].get("taskInfo", {}).get("name") or name for name in topological_order(tuple(tasks), known)
    }


def tasks_in(spec: Specification) -> Iterator[Mapping[str, Any]]:
    """Give all tasks, those in groups too."""
    yield from (task for _, task in _named_tasks(spec))


def _named_tasks(spec: Specification) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for component in (spec.get("root", {}), *spec.get("components", {}).values()):
        yield from _tasks_of(component).items()
