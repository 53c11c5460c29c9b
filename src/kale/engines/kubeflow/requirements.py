"""What a server has to know for a pipeline to mean there what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from kale.engines.kubeflow.connection import Connection
from kale.engines.kubeflow.packages import Package
from kale.errors import NotFoundOnServerError, ServerError

Version = tuple[int, int]

_DISPLAY_NAMES: Final[Version] = (2, 14)
"""Before, a step did not find what another one had saved whose name is not that of its task."""

_REMOVED_VOLUMES: Final[Version] = (2, 5)
"""Before, a run in which something is done at the end was taken to have succeeded whatever its steps did."""

_SECURITY_CONTEXT: Final[Version] = (2, 16)
_WORKSPACE: Final[Version] = (2, 15)


def check_server(connection: Connection, package: Package) -> None:
    """Make sure that the server is new enough for the pipeline. A server that does not tell its version passes.

    Raises:
        kale.errors.ServerError: It is too old.
        kale.errors.KaleError: It does not answer.
    """
    needs = tuple(_needs(package))
    version = server_version(connection) if needs else None
    if version is None:
        return
    for what, needed in needs:
        if version < needed:
            raise ServerError(
                f"the pipeline has {what}, which Kubeflow Pipelines knows from version {_text(needed)} on, but the"
                f" server is of version {_text(version)}; change that, or have the server updated"
            )


def server_version(connection: Connection) -> Version | None:
    """Give the first two numbers of the server's version, where it tells one.

    Raises:
        kale.errors.KaleError: It does not answer.
    """
    for version in ("v2beta1", "v1beta1"):
        try:
            found = json.loads(connection.text(f"/apis/{version}/healthz"))
        except (NotFoundOnServerError, ValueError):
            continue
        tag = str(found.get("tag_name", "")) if isinstance(found, dict) else ""
        numbers = re.match(r"v?(\d+)\.(\d+)", tag)
        if numbers is not None:
            return int(numbers[1]), int(numbers[2])
    return None


def _needs(package: Package) -> Iterator[tuple[str, Version]]:
    renamed = [name for task, name in package.steps.items() if task != name]
    if renamed and len(package.steps) > 1:
        yield f"steps with names such as {renamed[0]!r}, which are not those of their tasks", _DISPLAY_NAMES
    kubernetes = package.platform.get("platforms", {}).get("kubernetes", {})
    executors = kubernetes.get("deploymentSpec", {}).get("executors", {})
    if any("securityContext" in executor for executor in executors.values()):
        yield "a user, a group or no root for a step (run-as-user, …)", _SECURITY_CONTEXT
    if package.closing:
        yield "a volume that is removed at the end (remove)", _REMOVED_VOLUMES
    if "workspace" in kubernetes.get("pipelineConfig", {}):
        yield 'a workspace (transport = "workspace")', _WORKSPACE


def _text(version: Version) -> str:
    return ".".join(map(str, version))
