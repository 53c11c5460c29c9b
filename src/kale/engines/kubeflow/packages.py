"""What is uploaded: the bytes of a compiled pipeline, and what has to be known of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import JsonValue

from kale.emit import CompiledPipeline
from kale.emit.interface import pipeline_inputs
from kale.engines.arguments import resolve_values
from kale.engines.kubeflow.specification import Tasks, pod_templates, step_names
from kale.errors import NotebookError, NotebookNotFoundError, ParameterError
from kale.pipeline import Parameter, ParameterType, ParameterValue
from kale.platform.tasks import task_names

_DIGITS: Final = 16
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
        spec: The first document.
        platform: The second document; empty when there is none.
    """

    name: str
    title: str
    yaml: str = field(repr=False)
    parameters: tuple[Parameter, ...]
    inputs: Mapping[str, str]
    steps: Mapping[str, str]
    experiment: str | None = None
    spec: Mapping[str, Any] = field(default_factory=dict, repr=False)
    platform: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def version(self) -> str:
        """Name of this very content: the same bytes always have the same."""
        return hashlib.sha256(self.yaml.encode()).hexdigest()[:_DIGITS]

    @property
    def tasks(self) -> Tasks:
        """What is known of its tasks."""
        return Tasks(self.steps, pod_templates(self.spec, self.platform))

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
        spec=compiled.spec,
        platform=compiled.platform,
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
        # What follows the first line lists all that could stand there.
        raise NotebookError(f"{path} is not a compiled pipeline: {str(error).splitlines()[0]}") from error
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
        spec=spec,
        platform=platform[0] if platform else {},
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
