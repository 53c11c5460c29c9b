"""The server that the settings name: found, given a pipeline, and closed when it is no longer needed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kale.pipeline import ParameterValue
from kale.profiles import resolve_profile

if TYPE_CHECKING:
    from kale.engines.kubeflow import Cluster, ClusterRun, Package, Upload

ServerSetting: TypeAlias = str | bool | float | Path | Sequence[str] | None
"""The value of a setting of a profile."""


def open_cluster(
    profile: str | None = None,
    *,
    start: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **settings: ServerSetting,
) -> Cluster:
    """Give the server that the settings name; use it as a context manager, or close it.

    Args:
        profile: Name of the profile; otherwise what environment and files say.
        start: Folder in which ``kale.toml`` and ``pyproject.toml`` are looked for; the current one unless given.
        environment: Environment variables; those of this process unless given.
        settings: Settings that win over all others, such as ``host`` and ``namespace``; see `kale.profiles.Profile`.

    Raises:
        kale.errors.ConfigurationError: A setting is wrong, or no server is named.
        kale.errors.UnreachableError: There is no way into the cluster.
    """
    from kale.engines.kubeflow import Cluster

    variables = os.environ if environment is None else environment
    found = resolve_profile(profile, settings, start=start, environment=variables)
    return Cluster(found.profile, found.sources)


def upload_package(package: Package, cluster: Cluster | None, *, start: Path | None = None) -> Upload:
    """Put a pipeline on a server, unless these very bytes are there already.

    Args:
        package: The pipeline.
        cluster: The server; otherwise the one that the settings name, which is closed again.
        start: Folder in which settings are looked for; the current one unless given.

    Raises:
        kale.errors.ConfigurationError: A setting is wrong, or no server is named.
        kale.errors.KaleError: The server cannot be reached, or refuses.
    """
    if cluster is not None:
        return cluster.upload(package)
    with open_cluster(start=start) as opened:
        return opened.upload(package)


def submit_package(
    package: Package,
    parameters: Mapping[str, ParameterValue] | None,
    cluster: Cluster | None,
    *,
    experiment: str | None = None,
    run_name: str | None = None,
    start: Path | None = None,
) -> ClusterRun:
    """Start a run of a pipeline on a server.

    A server that is opened here stays open for the run, which asks it for more; it is closed when nobody holds the run
    any more.

    Args:
        package: The pipeline.
        parameters: Values of its parameters, by name.
        cluster: The server; otherwise the one that the settings name.
        experiment: Experiment of the run, which is made if it is missing.
        run_name: Name of the run; the pipeline's and the time unless given.
        start: Folder in which settings are looked for; the current one unless given.

    Raises:
        kale.errors.ParameterError: A parameter is unknown, missing or not allowed.
        kale.errors.ConfigurationError: A setting is wrong, or no server is named.
        kale.errors.KaleError: The server cannot be reached, or refuses.
    """
    with contextlib.ExitStack() as opened:
        chosen = cluster or opened.enter_context(open_cluster(start=start))
        run = chosen.submit(package, parameters, experiment=experiment, name=run_name)
        opened.pop_all()
    return run
