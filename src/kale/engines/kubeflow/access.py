"""The way to a server: where it is, and how the user signs in there."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import requests

from kale.engines.kubeflow.connection import Connection
from kale.engines.kubeflow.credentials import (
    Credentials,
    credentials_of,
    secret_of_command,
)
from kale.engines.kubeflow.dex import DexLogin
from kale.engines.kubeflow.port_forward import PortForward
from kale.errors import ConfigurationError
from kale.profiles import Profile, SignIn


def connect(profile: Profile, sources: Mapping[str, str], opened: contextlib.ExitStack) -> Connection:
    """Give a way to talk to the server of a profile.

    Args:
        profile: The profile.
        sources: Where each of its settings comes from, for messages.
        opened: Takes what has to be closed in the end.

    Raises:
        kale.errors.ConfigurationError: The profile names no server.
        kale.errors.UnreachableError: There is no way into the cluster.
    """
    host, open_way = profile.host, None
    if profile.port_forward is not None:
        forward = opened.enter_context(PortForward(profile.port_forward, profile.kube_context))
        host, open_way = forward.address, forward.open
    if host is None:
        raise ConfigurationError(
            "no server is named; set host with --host, with KALE_HOST or in kale.toml, or port_forward"
        )
    credentials = _credentials(profile, host, opened)
    return Connection(host, profile, credentials, sources=sources, open_way=open_way)


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
