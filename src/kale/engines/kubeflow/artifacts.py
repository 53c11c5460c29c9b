"""What a run has saved, from servers that list it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

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


def artifacts_of(connection: Connection, run_id: str) -> tuple[ClusterArtifact, ...]:
    """Give what a run has saved; nothing where the server has no list of artifacts.

    The server knows which artifacts a run's tasks have to do with, and each artifact by its id (``artifact.proto`` of
    Kubeflow Pipelines); its list of artifacts is that of a whole namespace.

    Raises:
        kale.errors.KaleError: The server does not answer, or answers with something else.
    """
    try:
        numbers = dict.fromkeys(_artifact_ids(connection, run_id))
        return tuple(_artifact(_asked(connection, f"artifacts/{quote(number, safe='')}", {})) for number in numbers)
    except NotFoundOnServerError:
        return ()
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise ServerError("the server lists artifacts in a form that is not known here") from error


def _artifact_ids(connection: Connection, run_id: str) -> Iterator[str]:
    page: str | None = ""
    while page is not None:
        query = {"run_ids": run_id, "page_size": "200"} | ({"page_token": page} if page else {})
        listed = _asked(connection, "artifact_tasks", query)
        yield from (str(link["artifact_id"]) for link in listed.get("artifact_tasks", ()))
        page = listed.get("next_page_token") or None


def _asked(connection: Connection, path: str, query: Mapping[str, str]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(connection.text(f"/apis/v2beta1/{path}", query))
    return found


def _artifact(raw: Mapping[str, Any]) -> ClusterArtifact:
    kind = str(raw.get("artifact_type") or raw.get("type") or "")
    metadata: Mapping[str, Any] = raw.get("metadata") or {}
    variables = _variables(metadata.get("kale_variables"))
    numbers = {name: value for name, value in metadata.items() if isinstance(value, int | float)}
    if raw.get("number_value") is not None:
        numbers[str(raw.get("name"))] = float(raw["number_value"])
    return ClusterArtifact(
        name=str(metadata.get("display_name") or raw.get("name") or raw.get("artifact_id") or ""),
        uri=str(raw.get("uri") or ""),
        type=kind,
        variables=variables,
        metrics=numbers if kind.lower().endswith(("metrics", "metric")) else {},
    )


def _variables(text: object) -> dict[str, str]:
    """Give the variables that the runtime has noted, of which a long list is cut."""
    try:
        found = json.loads(str(text)) if text else {}
    except ValueError:
        return {}
    return {str(name): str(kind) for name, kind in found.items()} if isinstance(found, dict) else {}
