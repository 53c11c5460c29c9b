"""What is uploaded: the bytes of a compiled pipeline, and what has to be known of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue

from kale.emit import CompiledPipeline
from kale.emit.interface import pipeline_inputs, task_names
from kale.engines.arguments import resolve_values
from kale.errors import NotebookError, NotebookNotFoundError, ParameterError
from kale.pipeline import Parameter, ParameterType, ParameterValue
from kale.pipeline.graph import topological_order

_DIGITS: Final = 16
_AT_THE_END: Final = "ALL_UPSTREAM_TASKS_COMPLETED"
_TYPES: Final = {
    "NUMBER_INTEGER": ParameterType.INT,
    "NUMBER_DOUBLE": ParameterType.FLOAT,
    "STRING": ParameterType.STR,
    "BOOLEAN": ParameterType.BOOL,
    "LIST": ParameterType.LIST,
    "STRUCT": ParameterType.DICT,
}


@dataclass(frozen=True)
class Package:
    """A compiled pipeline.

    Attributes:
        name: Name of the pipeline on the server.
        title: Its name as the user wrote it.
        yaml: The bytes that are uploaded, as text.
        parameters: What a run may set.
        inputs: Name of the pipeline's input for each parameter.
        steps: Name of each step, by its task.
        experiment: Experiment that the pipeline names.
        platform: The second document; empty when there is none.
        closing: Whether something is done when the steps have ended, well or not.
    """

    name: str
    title: str
    yaml: str = field(repr=False)
    parameters: tuple[Parameter, ...]
    inputs: Mapping[str, str]
    steps: Mapping[str, str]
    experiment: str | None = None
    platform: Mapping[str, Any] = field(default_factory=dict, repr=False)
    closing: bool = False

    @property
    def version(self) -> str:
        """Name of this very content: the same bytes always have the same."""
        return hashlib.sha256(self.yaml.encode()).hexdigest()[:_DIGITS]

    def arguments(self, given: Mapping[str, ParameterValue]) -> dict[str, JsonValue]:
        """Give the values of the pipeline's inputs for a run.

        Args:
            given: Values by parameter name.

        Raises:
            kale.errors.ParameterError: A name is unknown, or a value is missing or not allowed.
        """
        values = resolve_values(self.parameters, given)
        # The server finds the other values in the pipeline.
        return {self.inputs[name]: values[name] for name in given if not self._is_absent(name, values[name])}

    def _is_absent(self, name: str, value: ParameterValue) -> bool:
        default = next(parameter.default for parameter in self.parameters if parameter.name == name)
        if value is None and default is not None:
            raise ParameterError(
                f"the parameter {name!r} cannot be None on Kubeflow, which would take its default instead; compile the"
                " pipeline with None as its default"
            )
        return value is None


def package_of(compiled: CompiledPipeline) -> Package:
    """Give what is uploaded of a pipeline that was compiled here."""
    pipeline = compiled.pipeline
    return Package(
        name=pipeline.name,
        title=pipeline.display_name or pipeline.name,
        yaml=compiled.yaml,
        parameters=pipeline.parameters,
        inputs=pipeline_inputs(pipeline.parameters),
        steps={task: step for step, task in task_names(pipeline).items()},
        experiment=pipeline.options.experiment,
        platform=compiled.platform,
        closing=bool(_closing_tasks(compiled.spec)),
    )


def read_package(path: Path) -> Package:
    """Give what is uploaded of a pipeline that was compiled before, with whatever tool.

    Raises:
        kale.errors.NotebookNotFoundError: There is no such file.
        kale.errors.NotebookError: The file is not a pipeline that Kubeflow takes.
    """
    import yaml

    try:
        text = path.read_text("utf-8")
        documents = [document for document in yaml.safe_load_all(text) if document is not None]
    except FileNotFoundError as error:
        raise NotebookNotFoundError(f"there is no file {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise NotebookError(f"cannot read {path}: {getattr(error, 'strerror', None) or 'it is not text'}") from error
    except yaml.YAMLError as error:
        raise NotebookError(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    return _package(text, _checked(documents, path))


def step_names(spec: Mapping[str, Any]) -> dict[str, str]:
    """Give the name of each step by its task, each after those that it waits for.

    Tasks in a group after which something is done count one by one.

    Args:
        spec: A ``PipelineSpec`` in its JSON form, which has no order of its own.
    """
    names: dict[str, str] = {}
    for task, name in _names_in(spec.get("root", {})).items():
        inside = _names_in(spec.get("components", {}).get(_group_component(spec, task), {}))
        names |= inside or {task: name}
    return names


def _group_component(spec: Mapping[str, Any], name: str) -> str | None:
    """Give the component of a task that is a group with a task of its own for the end."""
    followed = any(name in task.get("dependentTasks", ()) for task in _closing_tasks(spec))
    return str(_tasks_of(spec["root"])[name].get("componentRef", {}).get("name")) if followed else None


def _closing_tasks(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
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


def _checked(documents: list[Any], path: Path) -> list[dict[str, Any]]:
    """Give the documents after a strict reading, as the server does it.

    Raises:
        kale.errors.NotebookError: They are something else than a pipeline.
    """
    from google.protobuf import json_format
    from kfp.pipeline_spec.pipeline_spec_pb2 import PipelineSpec, PlatformSpec

    if not 1 <= len(documents) <= 2 or not all(isinstance(document, dict) for document in documents):  # noqa: PLR2004 - as the server reads
        raise NotebookError(f"{path} is not a compiled pipeline, which has one document or two")
    try:
        for document, message in zip(documents, (PipelineSpec, PlatformSpec), strict=False):
            json_format.ParseDict(document, message())
    except json_format.ParseError as error:
        raise NotebookError(f"{path} is not a compiled pipeline: {error}") from error
    if not documents[0].get("pipelineInfo", {}).get("name") or "root" not in documents[0]:
        raise NotebookError(f"{path} is not a compiled pipeline: it has no name, or no root")
    return documents


def _package(text: str, documents: list[dict[str, Any]]) -> Package:
    spec, *platform = documents
    info, root = spec["pipelineInfo"], spec["root"]
    parameters = tuple(_parameters(root.get("inputDefinitions", {}).get("parameters", {})))
    return Package(
        name=info["name"],
        title=info.get("displayName") or info["name"],
        yaml=text,
        parameters=parameters,
        inputs={parameter.name: parameter.name for parameter in parameters},
        steps=step_names(spec),
        platform=platform[0] if platform else {},
        closing=bool(_closing_tasks(spec)),
    )


def _parameters(definitions: Mapping[str, Any]) -> Iterator[Parameter]:
    for name, definition in definitions.items():
        default = definition.get("defaultValue")
        kind = _TYPES.get(str(definition.get("parameterType")), ParameterType.STR)
        whole = kind is ParameterType.INT and isinstance(default, float) and default.is_integer()
        yield Parameter(
            name=name,
            type=kind,
            default=int(default) if whole else default,
            optional=bool(definition.get("isOptional")) and default is None,
            description=definition.get("description"),
        )
