"""Requests to a server: with the user's credentials, in time, tried again where that does no harm."""

from __future__ import annotations

import contextlib
import datetime
import functools
import json
import time
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeAlias, TypeVar

import kfp_server_api
import urllib3

from kale.engines.kubeflow.client import QuietClient
from kale.engines.kubeflow.credentials import Credentials, secrets_in
from kale.engines.kubeflow.faults import Fault, FaultError, Outcome, fault_of, unreadable, web_page
from kale.errors import ConfigurationError, KaleError, SignInError, UnreachableError
from kale.profiles import SIGN_IN_FIELDS, Profile, origin_of

PATIENCE: Final = 30.0
"""Seconds for which a request that keeps failing is tried again."""

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 8.0
_CONNECT_TIMEOUT: Final = 10.0
_ERRORS: Final = (kfp_server_api.ApiException, urllib3.exceptions.HTTPError, OSError)
_GARBLED: Final = (UnicodeDecodeError, ValueError, AttributeError, TypeError)
"""What the SDK raises when it makes an object of an answer that is of another form."""

T = TypeVar("T")
Request: TypeAlias = Callable[..., Any]
"""A method of one of the SDK's generated interfaces, with its arguments."""


def request(operation: Request, *arguments: object, **keywords: object) -> Request:
    """Give a request: an operation of the API with its arguments, without the keyword arguments that are ``None``."""
    return functools.partial(operation, *arguments, **{k: v for k, v in keywords.items() if v is not None})


class Connection:
    """A way to talk to one server as one user.

    Args:
        host: Address of the server.
        profile: What is known of the server and the user.
        credentials: What shows who is asking.
        sources: Where each setting of the profile comes from, for messages.
        open_way: Sees to it that there is a way to the host, before each request.
        pause: Waits for a number of seconds, instead of sleeping.
        patience: Seconds for which a request that keeps failing is tried again.
    """

    def __init__(
        self,
        host: str,
        profile: Profile,
        credentials: Credentials,
        *,
        sources: Mapping[str, str] | None = None,
        open_way: Callable[[], None] | None = None,
        pause: Callable[[float], None] | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.host = host
        self.client = QuietClient(host, profile)
        self.pause = pause or time.sleep
        self.patience = patience
        self._credentials = credentials
        self._sources = dict(sources or {})
        self._open_way = open_way
        self._sent: tuple[str, ...] = ()
        self._timeout = (min(profile.request_timeout, _CONNECT_TIMEOUT), profile.request_timeout)

    def ask(self, request: Request, *, patience: float | None = None) -> Any:  # noqa: ANN401 - the SDK has no types
        """Carry out a request that may be carried out several times without harm.

        Args:
            request: The request.
            patience: Seconds for which it is tried again, instead of the connection's.

        Raises:
            kale.errors.KaleError: It failed for good.
        """
        return self._patiently(lambda: self.attempt(request), patience)

    def attempt(self, request: Request) -> Any:  # noqa: ANN401 - the SDK has no types
        """Carry out a request once, and again only where the credentials had expired.

        Raises:
            FaultError: It failed.
            kale.errors.KaleError: There are no credentials to be had.
        """
        return self._signed_in(lambda: self._call(request))

    def text(self, path: str, query: Mapping[str, str] | None = None, *, patience: float | None = None) -> str:
        """Give the text at a path of the server.

        Args:
            path: The path, below the server's own address.
            query: What stands behind the question mark.
            patience: Seconds for which a request that keeps failing is tried again, instead of the connection's.

        Raises:
            kale.errors.KaleError: It cannot be had.
        """
        return self._patiently(lambda: self._signed_in(lambda: self._fetch(path, query or {})), patience)

    def server_time(self) -> datetime.datetime:
        """Give the time by the server's clock, as of its last answer; ours where it has told none."""
        last = getattr(self.client.api_client, "last_response", None)
        told = last.getheader("Date") if last is not None else None
        try:
            return parsedate_to_datetime(str(told)).astimezone(datetime.timezone.utc)
        except (TypeError, ValueError):
            return datetime.datetime.now(datetime.timezone.utc)

    def error_of(self, fault: Fault) -> KaleError:
        """Give what to tell the user of a fault, with where the settings come from that it is about."""
        return self._with_origin(fault.error, fault.settings)

    def _with_origin(self, error: KaleError, settings: frozenset[str]) -> KaleError:
        message = error.message
        for secret in self._sent:
            # Some servers and proxies say what they were sent.
            message = message.replace(secret, "********")
        return type(error)(f"{message}{origin_of(settings, self._sources)}")

    def _patiently(self, send: Callable[[], T], patience: float | None) -> T:
        limit = self.patience if patience is None else patience
        pause, spent = FIRST_PAUSE, 0.0
        while True:
            try:
                return send()
            except FaultError as error:
                fault = error.fault
            wait = fault.wait or pause
            if fault.outcome in (Outcome.REFUSED, Outcome.EXPIRED) or spent + wait > limit:
                raise self.error_of(fault)
            self.pause(wait)
            spent, pause = spent + wait, min(2 * pause, LONGEST_PAUSE)

    def _signed_in(self, send: Callable[[], T]) -> T:
        try:
            return send()
        except FaultError as error:
            if error.fault.outcome is not Outcome.EXPIRED or not self._credentials.renew():
                raise
        return send()

    def _call(self, request: Request) -> Any:  # noqa: ANN401 - the SDK has no types
        api = self.client.api_client
        with self._faults():
            api.last_response = None
            try:
                result = request(_request_timeout=self._timeout)
            except _GARBLED:
                if api.last_response is None:
                    raise
                raise FaultError(self._odd_answer(str(api.last_response.data))) from None
        text = str(api.last_response.data)
        try:
            # The SDK makes an empty object of an answer that it cannot read.
            json.loads(text or "{}")
        except ValueError:
            raise FaultError(self._odd_answer(text)) from None
        return result

    def _fetch(self, path: str, query: Mapping[str, str]) -> str:
        with self._faults():
            answer = self.client.api_client.call_api(
                path,
                "GET",
                query_params=list(query.items()),
                header_params={"Accept": "*/*"},
                _preload_content=False,
                _return_http_data_only=True,
                _request_timeout=self._timeout,
            )
            data: bytes = answer.data
        if "text/html" in str(answer.headers.get("Content-Type", "")):
            raise FaultError(web_page(self.host))
        return data.decode("utf-8", "replace")

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """Send requests with the credentials of the moment, and turn what goes wrong into faults."""
        api = self.client.api_client
        agent = {"User-Agent": api.default_headers["User-Agent"]}
        self._see_to_way()
        headers = self._headers()
        self._sent = tuple(secrets_in(headers))
        api.default_headers = {**agent, **headers}
        try:
            yield
        except _ERRORS as error:
            raise FaultError(fault_of(error, self.host)) from None
        finally:
            api.default_headers = agent

    def _see_to_way(self) -> None:
        try:
            if self._open_way is not None:
                self._open_way()
        except UnreachableError as error:
            settings = frozenset({"port_forward", "kube_context"})
            raise FaultError(Fault(Outcome.NOT_DONE, error, settings=settings)) from None

    def _headers(self) -> dict[str, str]:
        try:
            return self._credentials.headers()
        except (ConfigurationError, SignInError) as error:
            raise self._with_origin(error, SIGN_IN_FIELDS) from None

    def _odd_answer(self, text: str) -> Fault:
        return web_page(self.host) if text.lstrip().startswith("<") else unreadable(self.host)
