"""The KFP client, without what it does on the side."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import kfp_server_api
import urllib3
from kfp.client import Client

from kale.profiles import Profile


class QuietClient(Client):  # type: ignore[misc]  # the SDK has no types
    """A client that reads and writes no file of its own, asks nothing when it is made, and repeats nothing.

    Args:
        host: Address of the server.
        profile: Certificates, proxy and namespace.
    """

    def __init__(self, host: str, profile: Profile) -> None:
        self._profile = profile
        with warnings.catch_warnings():
            # It warns of servers that are too old, whatever the server.
            warnings.simplefilter("ignore")
            super().__init__(
                host=host,
                existing_token="set with every request",  # noqa: S106 - keeps the SDK from looking for one
                namespace=profile.namespace or "",
                proxy=profile.proxy,
                ssl_ca_cert=str(profile.ca_file) if profile.ca_file else None,
                verify_ssl=profile.verify_tls,
                ui_host=profile.ui_host or host,
            )

    @property
    def api_client(self) -> kfp_server_api.ApiClient:
        """What all parts of the API send their requests with."""
        return self._run_api.api_client

    def _load_config(self, *arguments: Any, **keywords: Any) -> kfp_server_api.Configuration:  # noqa: ANN401
        config = super()._load_config(*arguments, **keywords)
        config.api_key.clear()
        config.api_key_prefix.clear()
        if self._profile.client_certificate is not None:
            config.cert_file = str(self._profile.client_certificate)
            config.key_file = str(self._profile.client_key)
        # A redirect leads to a login form, and what is repeated blindly may be done twice.
        config.retries = urllib3.Retry(0, redirect=False, raise_on_redirect=False)
        return config

    def _load_context_setting_or_default(self) -> None:
        self._context_setting = {"namespace": self._profile.namespace or ""}

    def get_kfp_healthz(self, sleep_duration: int = 5) -> Any:  # noqa: ANN401, ARG002 - the SDK's signature
        """Tell the constructor that there is nothing to find out."""
        return SimpleNamespace(multi_user=False)


def site_of(host: str) -> str:
    """Give the scheme and the name of an address, for messages."""
    parts = urlsplit(host)
    return f"{parts.scheme}://{parts.netloc}"
