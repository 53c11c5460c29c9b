"""Putting a pipeline on the server, once per content."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kfp_server_api import V2beta1Pipeline

from kale.engines.kubeflow.connection import Connection, request
from kale.engines.kubeflow.creation import create_once
from kale.engines.kubeflow.packages import Package
from kale.errors import NotFoundOnServerError

PAGE: Final = 100


@dataclass(frozen=True)
class Upload:
    """A pipeline that is on the server.

    Attributes:
        name: Its name.
        version: Name of the version, which follows from the content.
        pipeline_id: The server's id of the pipeline.
        version_id: The server's id of the version.
        new: Whether the version was not there before.
        url: Where to look at it.
    """

    name: str
    version: str
    pipeline_id: str
    version_id: str
    new: bool
    url: str


def upload(connection: Connection, package: Package, namespace: str | None, site: str) -> Upload:
    """Put a pipeline on the server unless these very bytes are there already.

    Args:
        connection: The server.
        package: The pipeline.
        namespace: Whose pipeline it is, where the server has several users.
        site: Address of the user interface.

    Raises:
        kale.errors.KaleError: The server does not take it.
    """
    pipeline_id = _pipeline(connection, package, namespace)
    version_id, new = _version(connection, package, pipeline_id)
    url = f"{site}/#/pipelines/details/{pipeline_id}/version/{version_id}"
    return Upload(package.name, package.version, pipeline_id, version_id, new, url)


def named(name: str) -> str:
    """Give the filter of the API for things of a name."""
    predicate = {"operation": "EQUALS", "key": "display_name", "stringValue": name}
    return json.dumps({"predicates": [predicate]})


def _pipeline(connection: Connection, package: Package, namespace: str | None) -> str:
    api = connection.client.pipelines

    def find() -> Any:  # noqa: ANN401 - the SDK has no types
        wanted = request(api.pipeline_service_get_pipeline_by_name, package.name, namespace=namespace)
        try:
            return connection.ask(wanted)
        except NotFoundOnServerError:
            return None

    found = find()
    if found is None:
        pipeline = V2beta1Pipeline(display_name=package.name, name=package.name, namespace=namespace)
        create = request(api.pipeline_service_create_pipeline, pipeline)
        found = create_once(connection, find, create, f"the pipeline {package.name!r}")
    return str(found.pipeline_id)


def _version(connection: Connection, package: Package, pipeline_id: str) -> tuple[str, bool]:
    find = _finder(connection, package.version, pipeline_id)
    found = find()
    if found is not None:
        return str(found.pipeline_version_id), False
    operation = connection.client.pipeline_uploads.upload_pipeline_version
    with tempfile.TemporaryDirectory(prefix="kale-") as folder:
        file = Path(folder) / f"{package.name}.yaml"
        file.write_text(package.yaml, encoding="utf-8")
        create = request(operation, str(file), name=package.version, pipelineid=pipeline_id)
        made = create_once(connection, find, create, f"version {package.version} of the pipeline {package.name!r}")
    return str(made.pipeline_version_id), True


def _finder(connection: Connection, version: str, pipeline_id: str) -> Callable[[], Any]:
    operation = connection.client.pipelines.pipeline_service_list_pipeline_versions

    def find() -> Any:  # noqa: ANN401 - the SDK has no types
        answer = connection.ask(request(operation, pipeline_id, filter=named(version), page_size=PAGE))
        versions = answer.pipeline_versions or ()
        return next((each for each in versions if version in (each.display_name, each.name)), None)

    return find
