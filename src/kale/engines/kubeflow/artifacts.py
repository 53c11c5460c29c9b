"""What a run has saved, from servers that list it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kale.engines.kubeflow.connection import Connection
from kale.errors import NotFoundOnServerError, ServerError


@dataclass(frozen=True)
class ClusterArtifact:
    """Something that a step has saved.

    Attributes:
        name: Its name.
        uri: Where it is.
        type: Its type, such as ``system.Metrics``.
        variables: Type of each variable in it, by the variable's name.
        metrics: Numbers by name; only for metrics.
    """

    name: str
    uri: str
    type: str
    variables: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)


def artifacts_of(connection: Connection, run_id: str, namespace: str | None) -> tuple[ClusterArtifact, ...]:
    """Give what a run has saved; nothing where the server has no list of artifacts.

    Raises:
        kale.errors.KaleError: The server does not answer, or answers with something else.
    """
    query = {"run_id": run_id, "page_size": "200"} | ({"namespace": namespace} if namespace else {})
    try:
        text = connection.text("/apis/v2beta1/artifacts", query)
    except NotFoundOnServerError:
        return ()
    try:
        listed = json.loads(text).get("artifacts", [])
        return tuple(_artifact(each) for each in listed)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise ServerError("the server lists artifacts in a form that is not known here") from error


def _artifact(raw: Mapping[str, Any]) -> ClusterArtifact:
    kind = str(raw.get("artifact_type") or raw.get("type") or "")
    metadata: Mapping[str, Any] = raw.get("metadata") or {}
    variables = _variables(metadata.get("kale_variables"))
    numbers = {name: value for name, value in metadata.items() if isinstance(value, int | float)}
    return ClusterArtifact(
        name=str(metadata.get("display_name") or raw.get("name") or raw.get("artifact_id") or ""),
        uri=str(raw.get("uri") or ""),
        type=kind,
        variables=variables,
        metrics=numbers if kind.lower().endswith("metrics") or kind.upper() == "METRIC" else {},
    )


def _variables(text: object) -> dict[str, str]:
    """Give the variables that the runtime has noted, of which a long list is cut."""
    try:
        found = json.loads(str(text)) if text else {}
    except ValueError:
        return {}
    return {str(name): str(kind) for name, kind in found.items()} if isinstance(found, dict) else {}
