"""From the SDK's protocol buffers to plain documents with a fixed order of keys, and to text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from google.protobuf import json_format
from pydantic import JsonValue

from kale.emit.claims import name_removed
from kale.emit.components import build_graph_component
from kale.emit.document import Document, comment, to_yaml
from kale.emit.planning import Graph
from kale.emit.reasons import reason_lines
from kale.pipeline import Parameter, ParameterType
from kale.pipeline.explanation import EdgeExplanation
from kale.platform.values import display_text

_LONGEST_DEFAULT: Final = 80


def build_specification(graph: Graph) -> tuple[Document, Document]:
    """Give the ``PipelineSpec`` and the ``PlatformSpec`` of ``graph`` in their JSON form, keys in order."""
    component = build_graph_component(graph)
    spec = _in_order(json_format.MessageToDict(component.pipeline_spec))
    platform = _in_order(json_format.MessageToDict(component.platform_spec))
    for parameter in graph.parameters.values():
        if parameter.default is not None:
            definitions, name = spec["root"]["inputDefinitions"]["parameters"], graph.inputs[parameter.name]
            definitions[name] = {"defaultValue": _default(parameter), **definitions[name]}
    if graph.removed is not None:
        name_removed(spec, graph.made.index(graph.removed) + 1)
    return spec, platform


def render(graph: Graph, spec: Document, platform: Document, edges: Iterable[EdgeExplanation] = ()) -> str:
    """Give the specification as YAML, with lines in front that say what it is and why its steps wait for each other."""
    documents = [to_yaml(spec)] + ([to_yaml(platform)] if platform else [])
    lines = (*_heading(graph), *reason_lines(edges))
    return "".join(f"{line}\n" for line in lines) + "---\n".join(documents)


def _default(parameter: Parameter) -> JsonValue:
    if parameter.type is ParameterType.FLOAT and isinstance(parameter.default, int):
        return float(parameter.default)
    return parameter.default


def _in_order(message: Mapping[str, Any]) -> dict[str, Any]:
    """Give ``message`` with the keys of all mappings sorted; protocol buffers keep them in no order."""
    return {key: _ordered(message[key]) for key in sorted(message)}


def _ordered(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, dict):
        return _in_order(value)
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _heading(graph: Graph) -> Iterator[str]:
    """Give comment lines in the form that the KFP SDK writes and reads back."""
    yield "# PIPELINE DEFINITION"
    yield f"# Name: {graph.name}"
    first, *rest = display_text(graph.description).splitlines() or [""]
    if first or rest:
        yield f"# Description: {comment(first)}"
        yield from (f"#              {comment(line)}" for line in rest)
    if graph.parameters:
        yield "# Inputs:"
    for parameter in graph.parameters.values():
        default = "" if parameter.default is None else f" [Default: {_shortened(parameter.default)}]"
        yield comment(f"#    {graph.inputs[parameter.name]}: {parameter.type.value}{default}")


def _shortened(value: JsonValue) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_DEFAULT else f"{text[: _LONGEST_DEFAULT - 1]}…"
