"""Signing in at Dex, the identity service that Kubeflow ships: the login form, filled in as a browser would."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

import requests

from kale.engines.kubeflow.credentials import Credentials
from kale.engines.kubeflow.faults import Fault, FaultError, Outcome
from kale.errors import SignInError, UnreachableError

_MAX_PAGES: Final = 10
_USER_FIELDS: Final = ("login", "username", "email")


class DexLogin(Credentials):
    """The cookies that Dex gives for a user's name and password, asked for again when they have expired.

    Args:
        host: Address of the server.
        username: Name at the login form.
        password: Gives the password.
        session: What pages are fetched with: proxies and certificates are set.
        timeout: Seconds for each page.
    """

    def __init__(
        self, host: str, username: str, password: Callable[[], str], session: requests.Session, timeout: float
    ) -> None:
        self._host = host
        self._username = username
        self._password = password
        self._session = session
        self._timeout = timeout
        self._cookies: str | None = None

    def headers(self) -> dict[str, str]:
        """Give the cookies, signing in if need be.

        Raises:
            kale.errors.SignInError: Dex does not know the user, or shows no form to fill in.
            FaultError: A page cannot be had.
        """
        if self._cookies is None:
            self._cookies = self._sign_in()
        return {"Cookie": self._cookies} if self._cookies else {}

    def renew(self) -> bool:
        """The next request signs in again."""
        self._cookies = None
        return True

    def _sign_in(self) -> str:
        self._session.cookies.clear()
        page = self._page("GET", f"{self._host}/")
        for _ in range(_MAX_PAGES):
            form = _login_form(page)
            if form is None:
                following = _next_page(page)
                if following is None:
                    break
                page = self._page("GET", following)
                continue
            answer = self._page("POST", form.action, form.filled(self._username, self._password()))
            if _login_form(answer) is not None:
                raise SignInError(f"Dex at {_site(page.url)} does not accept the password of {self._username!r}")
            page = self._approved(answer)
            break
        if urlsplit(page.url).path.startswith("/dex/"):
            raise SignInError(f"the sign-in at {_site(page.url)} shows no form for a name and a password")
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)

    def _approved(self, page: requests.Response) -> requests.Response:
        """Say yes where Dex asks whether the application may know who the user is."""
        form = _form_with(page, ("approval",))
        return page if form is None else self._page("POST", form.action, {**form.values, "approval": "approve"})

    def _page(self, method: str, url: str, form: dict[str, str] | None = None) -> requests.Response:
        try:
            page = self._session.request(method, url, data=form, timeout=self._timeout)
        except requests.exceptions.SSLError as error:
            reason = f"the certificate of {_site(url)} is not trusted: {_reason(error)}"
            raise _fault(Outcome.REFUSED, f"{reason}; name the authority's with ca_file") from None
        except requests.exceptions.RequestException as error:
            raise _fault(Outcome.NOT_DONE, f"cannot reach {_site(url)} to sign in: {type(error).__name__}") from None
        if page.status_code >= 500:  # noqa: PLR2004 - where HTTP's server errors begin
            raise _fault(Outcome.NOT_DONE, f"{_site(url)} answers the sign-in with {page.status_code} {page.reason}")
        return page


def _fault(outcome: Outcome, message: str) -> FaultError:
    settings = frozenset({"host", "port_forward", "proxy", "ca_file"})
    return FaultError(Fault(outcome, UnreachableError(message), settings=settings))


class _Form(HTMLParser):
    """The first form of a page with an input of one of some names.

    Attributes:
        action: Where it is sent.
        values: What stands in its inputs.
    """

    def __init__(self, wanted: tuple[str, ...]) -> None:
        super().__init__()
        self.action = ""
        self.values: dict[str, str] = {}
        self.found: str | None = None
        self._wanted = wanted
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a form, or an input in it."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form" and self.found is None:
            self._inside, self.action, self.values = True, attributes.get("action", ""), {}
        elif tag == "input" and self._inside:
            name = attributes.get("name", "")
            self.values[name] = attributes.get("value", "")
            if name in self._wanted:
                self.found = name

    def handle_endtag(self, tag: str) -> None:
        """Leave a form."""
        if tag == "form":
            self._inside = False

    def filled(self, username: str, password: str) -> dict[str, str]:
        """Give the form's values with a name and a password."""
        return {**self.values, str(self.found): username, "password": password}


def _form_with(page: requests.Response, wanted: tuple[str, ...]) -> _Form | None:
    if "html" not in page.headers.get("Content-Type", ""):
        return None
    form = _Form(wanted)
    form.feed(page.text)
    form.action = urljoin(page.url, html.unescape(form.action))
    return form if form.found is not None else None


def _login_form(page: requests.Response) -> _Form | None:
    form = _form_with(page, _USER_FIELDS)
    return form if form is not None and "password" in form.values else None


def _next_page(page: requests.Response) -> str | None:
    """Give the page on the way from ``page`` to a login form, if there is one."""
    url = str(page.url)
    address = urlsplit(url)
    if page.status_code in (401, 403) or re.fullmatch(r".*/oauth2/sign_in/?", address.path):
        return urljoin(url, "/oauth2/start?" + urlencode({"rd": address.path or "/"}))
    if re.fullmatch(r".*/auth/?", address.path):
        # Where Dex has several ways to know users, this is the one with names and passwords of its own or of LDAP.
        for connector in ("local", "ldap"):
            link = f"{address.path.rstrip('/')}/{connector}"
            if re.search(rf'href="[^"]*{re.escape(link)}[?"]', page.text):
                return urljoin(url, f"{link}?{address.query}")
    return None


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _reason(error: Exception) -> str:
    found = re.search(r"certificate verify failed: ([^(\"']+)", str(error))
    return found[1].strip() if found else "TLS failed"
