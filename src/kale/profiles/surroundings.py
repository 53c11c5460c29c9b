"""What a notebook server inside a cluster knows without being told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kale.profiles.profile import SIGN_IN_FIELDS, SignIn

SERVICE_ACCOUNT_TOKEN: Final = Path("/var/run/secrets/kubeflow/pipelines/token")
"""Where Kubeflow puts the token of a notebook server that may use pipelines."""

IN_CLUSTER_HOST: Final = "http://ml-pipeline.kubeflow.svc.cluster.local:8888"
"""Where Kubeflow's own manifests put the server, as seen from inside the cluster."""

_NAMESPACE_FILE: Final = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


def surroundings(settings: Mapping[str, Any], *, trusted: bool) -> dict[str, tuple[Any, str]]:
    """Give what the place where this process runs adds to settings, by name, each with its source.

    Args:
        settings: What is set already. Where that names a server, nothing is added.
        trusted: Whether the user alone decides on the way to the server, so that it may see who is asking.
    """
    if "host" in settings or "port_forward" in settings or not SERVICE_ACCOUNT_TOKEN.exists():
        return {}
    token = f"the cluster around, {SERVICE_ACCOUNT_TOKEN}"
    found: dict[str, tuple[Any, str]] = {"host": (IN_CLUSTER_HOST, token)}
    if trusted and not SIGN_IN_FIELDS & set(settings):
        found["sign_in"] = (SignIn.SERVICE_ACCOUNT, token)
    if "namespace" not in settings and _NAMESPACE_FILE.exists():
        found["namespace"] = (_NAMESPACE_FILE.read_text("utf-8").strip(), f"the cluster around, {_NAMESPACE_FILE}")
    return found
