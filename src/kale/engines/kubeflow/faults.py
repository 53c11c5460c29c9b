"""What went wrong with a request: whether it may be tried again, and what to tell the user."""

from __future__ import annotations

import enum
import json
import re
from dataclasses import dataclass
from typing import Final

import kfp_server_api
import urllib3
from urllib3 import exceptions as http

from kale.engines.kubeflow.client import site_of
from kale.errors import KaleError, NotFoundOnServerError, ServerError, SignInError, UnreachableError
from kale.profiles import SIGN_IN_FIELDS

_LONGEST_REASON: Final = 500
_LONGEST_WAIT: Final = 60.0
_REDIRECTS: Final = range(300, 400)
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_TOO_MANY: Final = 429
_FIRST_SERVER_ERROR: Final = 500
_UNAVAILABLE: Final = 503
_GATEWAY_TIMEOUT: Final = 504
_ROUTE: Final = frozenset({"host", "port_forward", "proxy", "ca_file"})
"""The settings to look at where a server cannot be reached."""
_SECRET_TEXT: Final = re.compile(
    r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+|\b(authorization|cookie|set-cookie)\b\s*[:=][^\n]*"
)


class Outcome(enum.Enum):
    """What became of a request that failed."""

    REFUSED = "refused"
    """The server has said no, and will say no again."""
    EXPIRED = "expired"
    """The server does not know, or not any more, who is asking."""
    NOT_DONE = "not done"
    """The request was not carried out; it may be sent again."""
    UNKNOWN = "unknown"
    """The request may have been carried out."""


@dataclass(frozen=True)
class Fault:
    """A request that failed.

    Attributes:
        outcome: What became of it.
        error: What to tell the user.
        status: The HTTP status; ``None`` when there was no answer.
        wait: Seconds that the server asks to wait.
        pending: Whether the server may still be at it.
        settings: Names of the settings of the profile to look at.
    """

    outcome: Outcome
    error: KaleError
    status: int | None = None
    wait: float | None = None
    pending: bool = False
    settings: frozenset[str] = frozenset()


class FaultError(Exception):
    """A request failed.

    Attributes:
        fault: What went wrong.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.error.message)
        self.fault = fault


def fault_of(error: Exception, host: str) -> Fault:
    """Give what went wrong, from what a call of the API raised.

    Args:
        error: What it raised.
        host: Address of the server.
    """
    if isinstance(error, kfp_server_api.ApiException):
        return _fault_in_answer(error, host)
    if isinstance(error, http.MaxRetryError) and error.reason is not None:
        error = error.reason
    return _fault_on_the_way(error, host)


def web_page(host: str) -> Fault:
    """Give what it means that the server answers with a web page."""
    return Fault(
        Outcome.EXPIRED,
        SignInError(
            f"{site_of(host)} answers with a web page where an answer of the API was expected: either the sign-in is"
            " missing or has expired, or the host lacks the path of the API, which often is /pipeline"
        ),
        settings=SIGN_IN_FIELDS | {"host"},
    )


def unreadable(host: str) -> Fault:
    """Give what it means that the server's answer is cut or garbled."""
    return Fault(Outcome.UNKNOWN, ServerError(f"{site_of(host)} gave an answer that is not JSON"))


def reason_in(body: str | bytes | None) -> str:
    """Give what the server says is wrong, without anything secret, on one line."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else (body or "")
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if isinstance(document, dict):
        text = str(document.get("message") or document.get("error") or "")
    elif text.lstrip().startswith("<"):
        text = ""
    return _SECRET_TEXT.sub("********", " ".join(text.split()))[:_LONGEST_REASON]


def _fault_in_answer(error: kfp_server_api.ApiException, host: str) -> Fault:
    status, site = int(error.status or 0), site_of(host)
    if status == _FORBIDDEN and str(error.body or "").lstrip().startswith("<"):
        return web_page(host)
    reason = reason_in(error.body)
    said = f": {reason}" if reason else ""
    if status >= _FIRST_SERVER_ERROR or status == _TOO_MANY:
        outcome = Outcome.NOT_DONE if status in (_TOO_MANY, _UNAVAILABLE) else Outcome.UNKNOWN
        failed = ServerError(f"{site} failed ({status} {error.reason}){said}")
        return Fault(outcome, failed, status, _wait(error.headers), pending=status == _GATEWAY_TIMEOUT)
    return _refusal(status, site, said)


def _refusal(status: int, site: str, said: str) -> Fault:
    if status == _UNAUTHORIZED or status in _REDIRECTS:
        hint = "check the sign-in, or renew what has expired"
        stranger = SignInError(f"{site} does not know who is asking ({status}){said}; {hint}")
        return Fault(Outcome.EXPIRED, stranger, status, settings=SIGN_IN_FIELDS)
    if status == _FORBIDDEN:
        hint = "check the namespace and your rights in it"
        forbidden = SignInError(f"{site} does not allow it ({status}){said}; {hint}")
        return Fault(Outcome.REFUSED, forbidden, status, settings=SIGN_IN_FIELDS | {"namespace"})
    if status == _NOT_FOUND:
        return Fault(Outcome.REFUSED, NotFoundOnServerError(f"{site} has no such thing ({status}){said}"), status)
    hint = "; name yours with --namespace, KALE_NAMESPACE or in kale.toml" if "namespace" in said.lower() else ""
    refused = ServerError(f"{site} refused the request ({status}){said}{hint}")
    return Fault(Outcome.REFUSED, refused, status, settings=frozenset({"namespace"} if hint else ()))


def _fault_on_the_way(error: Exception, host: str) -> Fault:
    site = site_of(host)
    if isinstance(error, http.SSLError | http.ProxyError) and "ERTIFICATE" in str(error).upper():
        found = re.search(r"certificate verify failed: ([^(\"']+)", str(error))
        reason = f": {found[1].strip()}" if found else ""
        message = f"the certificate of {site} is not trusted{reason}; name the authority's certificate with ca_file"
        return Fault(Outcome.REFUSED, UnreachableError(message), settings=_ROUTE)
    if isinstance(error, http.NewConnectionError | http.ConnectTimeoutError | http.ProxyError):
        refused = "refused the connection" if "refused" in str(error).lower() else "cannot be reached"
        unreachable = UnreachableError(f"{site} {refused}; check the host and the network")
        return Fault(Outcome.NOT_DONE, unreachable, settings=_ROUTE)
    if isinstance(error, http.ReadTimeoutError):
        slow = UnreachableError(f"{site} took too long to answer")
        return Fault(Outcome.UNKNOWN, slow, pending=True, settings=frozenset({"request_timeout"}))
    if isinstance(error, http.SSLError):
        insecure = UnreachableError(f"no secure connection to {site} is to be had")
        return Fault(Outcome.REFUSED, insecure, settings=_ROUTE | {"client_certificate"})
    if isinstance(error, urllib3.exceptions.HTTPError | OSError):
        return Fault(Outcome.UNKNOWN, UnreachableError(f"the connection to {site} broke ({type(error).__name__})"))
    raise error


def _wait(headers: object) -> float | None:
    value = headers.get("Retry-After") if hasattr(headers, "get") else None
    try:
        return min(float(str(value)), _LONGEST_WAIT) if value is not None else None
    except ValueError:
        return None
