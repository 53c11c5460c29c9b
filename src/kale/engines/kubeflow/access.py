"""The way to a server: where it is, and how the user signs in there."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

import requests

from kale.engines.kubeflow.connection import Connection
from kale.engines.kubeflow.credentials import (
    SERVICE_ACCOUNT_TOKEN,
    Credentials,
    credentials_of,
    secret_of_command,
)
from kale.engines.kubeflow.dex import DexLogin
from kale.engines.kubeflow.port_forward import port_forward
from kale.errors import ConfigurationError
from kale.profiles import Profile, SignIn

IN_CLUSTER_HOST: Final = "http://ml-pipeline.kubeflow.svc.cluster.local:8888"
"""Where Kubeflow's own manifests put the server, as seen from inside the cluster."""

_NAMESPACE_FILE: Final = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


def connect(profile: Profile, opened: contextlib.ExitStack) -> Connection:
    """Give a way to talk to the server of a profile.

    Args:
        profile: The profile.
        opened: Takes what has to be closed in the end.

    Raises:
        kale.errors.ConfigurationError: The profile names no server.
        kale.errors.UnreachableError: There is no way into the cluster.
    """
    host = profile.host
    if profile.port_forward is not None:
        host = opened.enter_context(port_forward(profile.port_forward, profile.kube_context))
    if host is None:
        raise ConfigurationError(
            "no server is named; set host with --host, with KALE_HOST or in kale.toml, or port_forward"
        )
    return Connection(host, profile, _credentials(profile, host, opened))


def completed(profile: Profile) -> Profile:
    """Give ``profile`` with what a notebook server inside the cluster knows without being told."""
    if profile.host is not None or profile.port_forward is not None or not SERVICE_ACCOUNT_TOKEN.exists():
        return profile
    update: dict[str, object] = {"host": IN_CLUSTER_HOST}
    if profile.way_to_sign_in is SignIn.NONE and profile.sign_in is None:
        update["sign_in"] = SignIn.SERVICE_ACCOUNT
    if profile.namespace is None and _NAMESPACE_FILE.exists():
        update["namespace"] = _NAMESPACE_FILE.read_text("utf-8").strip()
    return profile.model_copy(update=update)


def _credentials(profile: Profile, host: str, opened: contextlib.ExitStack) -> Credentials:
    if profile.way_to_sign_in is not SignIn.DEX:
        return credentials_of(profile)
    session = opened.enter_context(requests.Session())
    # What the environment says of certificates would win over the profile, and ~/.netrc would sign somebody in.
    session.trust_env = False
    session.verify = str(profile.ca_file) if profile.ca_file else profile.verify_tls
    if profile.client_certificate is not None:
        session.cert = (str(profile.client_certificate), str(profile.client_key))
    if profile.proxy is not None:
        session.proxies = {"http": profile.proxy, "https": profile.proxy}
    return DexLogin(host, profile.username or "", lambda: _password(profile), session, profile.request_timeout)


def _password(profile: Profile) -> str:
    if profile.password is not None:
        return profile.password.get_secret_value()
    return secret_of_command(profile.password_command or ())
