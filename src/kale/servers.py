"""Finding the server that the settings name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kale.profiles import resolve_profile

if TYPE_CHECKING:
    from kale.engines.kubeflow import Cluster


def open_cluster(
    profile: str | None = None,
    *,
    start: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **settings: Any,  # noqa: ANN401 - any setting of a profile
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
    return Cluster(resolve_profile(profile, settings, start=start, environment=variables).profile)
