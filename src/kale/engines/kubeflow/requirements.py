"""What a server has to know for a pipeline to mean there what it says.

A server passes over what it does not know (from version 2.5 on), or fails when the run has begun (before). From which
version on it knows a thing is read off the changelog of Kubeflow Pipelines and the releases of ``kfp-kubernetes``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from kale.engines.kubeflow.connection import Connection
from kale.engines.kubeflow.packages import Package
from kale.engines.kubeflow.specification import Specification, closing_tasks, tasks_in
from kale.errors import NotFoundOnServerError, ServerError

Version: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Need:
    """Something that not every server knows.

    Attributes:
        what: What to call it in a message, with the words that ask for it.
        version: The first version that knows it.
    """

    what: str
    version: Version


POD_FIELDS: Final[Mapping[str, Need]] = {
    "activeDeadlineSeconds": Need("a time limit (timeout)", (2, 1)),
    "fieldPathAsEnv": Need("a field of the pod as a variable (pod-field)", (2, 1)),
    "imagePullPolicy": Need("a policy for fetching images (pull-policy)", (2, 1)),
    "tolerations": Need("a toleration (toleration)", (2, 1)),
    "genericEphemeralVolume": Need("an ephemeral volume (ephemeral-volume)", (2, 2)),
    "emptyDirMounts": Need("an empty folder (empty-dir, shared-memory)", (2, 3)),
    "pvcNameParameter": Need("a volume (volume, new_volumes)", (2, 5)),
    "secretNameParameter": Need("a secret (secret, secret-volume, pull-secret)", (2, 5)),
    "configMapNameParameter": Need("a config map (config-map, config-map-volume)", (2, 5)),
    # Servers of version 2.1 know them, but give those of one step to all others.
    "podMetadata": Need("a label or an annotation of the pod (label, annotation)", (2, 14)),
    "nodeAffinity": Need("affinity (affinity)", (2, 14)),
    "subPath": Need("a folder of a volume (the last part of volume)", (2, 16)),
    "securityContext": Need("a user of the step (run-as-user, run-as-group, run-as-non-root)", (2, 16)),
}
"""By the name of a field of what a step asks of its pod, or of an item in such a field."""

CACHE_KEY: Final = Need("a name for kept results (cache-key)", (2, 4))
RETRIES: Final = Need("new tries of a step (retry)", (2, 5))
OPTIONAL_PARAMETER: Final = Need("a parameter that is None by default", (2, 5))
REMOVED_VOLUME: Final = Need("a volume that is removed at the end (remove)", (2, 5))
"""Before, a run in which something is done at the end was taken to have succeeded whatever its steps did."""
WORKSPACE: Final = Need('a workspace (transport = "workspace")', (2, 15))

_OWN_NAMES: Final[Version] = (2, 14)
"""Before, a step did not find what another one had saved whose name is not that of its task."""


def check_server(connection: Connection, package: Package) -> None:
    """Make sure that the server is new enough for the pipeline. A server that does not tell its version passes.

    Raises:
        kale.errors.ServerError: It is too old.
        kale.errors.KaleError: It does not answer.
    """
    needs = needs_of(package)
    version = server_version(connection) if needs else None
    lacking = [need for need in needs if version is not None and version < need.version]
    if version is not None and lacking:
        listed = "; ".join(f"{need.what}, known from version {_text(need.version)} on" for need in lacking)
        raise ServerError(
            f"the server is of version {_text(version)} of Kubeflow Pipelines, and the pipeline has {listed}: change"
            " that, or have the server updated"
        )


def needs_of(package: Package) -> tuple[Need, ...]:
    """Give what of a pipeline not every server knows, each once."""
    kubernetes = package.platform.get("platforms", {}).get("kubernetes", {})
    executors = kubernetes.get("deploymentSpec", {}).get("executors", {})
    found = [*_of_names(package), *_of_pods(executors.values()), *_of_specification(package.spec)]
    if "workspace" in kubernetes.get("pipelineConfig", {}):
        found.append(WORKSPACE)
    return tuple(dict.fromkeys(found))


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


def _of_names(package: Package) -> Iterator[Need]:
    own = [name for task, name in package.steps.items() if task != name]
    if own and len(package.steps) > 1:
        yield Need(f"steps with names such as {own[0]!r}, which are not those of their tasks", _OWN_NAMES)


def _of_pods(pods: Iterable[Mapping[str, Any]]) -> Iterator[Need]:
    for pod in pods:
        items = (item for value in pod.values() if isinstance(value, list) for item in value)
        names = {*pod, *(name for item in items for name in item)}
        yield from (need for name, need in POD_FIELDS.items() if name in names)


def _of_specification(spec: Specification) -> Iterator[Need]:
    for task in tasks_in(spec):
        if "cacheKey" in task.get("cachingOptions", {}):
            yield CACHE_KEY
        if "retryPolicy" in task:
            yield RETRIES
    inputs = spec.get("root", {}).get("inputDefinitions", {}).get("parameters", {})
    if any(each.get("isOptional") and "defaultValue" not in each for each in inputs.values()):
        yield OPTIONAL_PARAMETER
    if closing_tasks(spec):
        yield REMOVED_VOLUME


def _text(version: Version) -> str:
    return ".".join(map(str, version))
