"""Who is asking: what goes with each request, and how it is had anew when it has expired."""

from __future__ import annotations

import contextlib
import re
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from kale.errors import ConfigurationError, SignInError
from kale.profiles import SERVICE_ACCOUNT_TOKEN, Profile, SignIn

_COMMAND_TIMEOUT: Final = 120.0
_SHORTEST_SECRET: Final = 8
"""Shorter words are no secrets, but may well stand in a message."""


class Credentials(ABC):
    """What shows a server who is asking."""

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """Give the headers that go with a request.

        Raises:
            kale.errors.KaleError: There are none to be had.
        """

    def renew(self) -> bool:
        """Forget what the server does not take any more; tell whether there may be something new."""
        return False


class NoCredentials(Credentials):
    """For servers that let everybody in."""

    def headers(self) -> dict[str, str]:
        """Give no headers."""
        return {}


class FixedToken(Credentials):
    """A bearer token that is what it is."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token

    def headers(self) -> dict[str, str]:
        """Give the token."""
        return bearer(self._token.get_secret_value())


class TokenFile(Credentials):
    """A bearer token in a file, which Kubernetes replaces now and then."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def headers(self) -> dict[str, str]:
        """Read the token.

        Raises:
            kale.errors.ConfigurationError: The file cannot be read, or holds no token.
        """
        return bearer(read_secret(self._path))

    def renew(self) -> bool:
        """The next request reads the file again."""
        return True


class TokenCommand(Credentials):
    """A program that prints a bearer token, asked once and again when the token has expired."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._token: str | None = None

    def headers(self) -> dict[str, str]:
        """Give the token, asking the program if need be.

        Raises:
            kale.errors.SignInError: The program cannot be run, fails, or prints no token.
        """
        if self._token is None:
            self._token = secret_of_command(self._command)
        return bearer(self._token)

    def renew(self) -> bool:
        """The next request asks the program again."""
        self._token = None
        return True


class FixedCookies(Credentials):
    """Cookies of a login that was made elsewhere."""

    def __init__(self, cookies: SecretStr) -> None:
        self._cookies = cookies

    def headers(self) -> dict[str, str]:
        """Give the cookies."""
        return {"Cookie": self._cookies.get_secret_value()}


class CookieFile(Credentials):
    """Cookies in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def headers(self) -> dict[str, str]:
        """Read the cookies.

        Raises:
            kale.errors.ConfigurationError: The file cannot be read, or holds none.
        """
        return {"Cookie": read_secret(self._path)}

    def renew(self) -> bool:
        """The next request reads the file again."""
        return True


class IdentityAwareProxy(Credentials):
    """A token for Google's Identity-Aware Proxy, as the KFP SDK gets it."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._token: str | None = None

    def headers(self) -> dict[str, str]:
        """Give the token, asking Google if need be.

        Raises:
            kale.errors.SignInError: Google gives none.
        """
        if self._token is None:
            self._token = self._ask()
        return bearer(self._token)

    def renew(self) -> bool:
        """The next request asks Google again."""
        self._token = None
        return True

    def _ask(self) -> str:
        from kfp.client import auth

        secret = self._profile.app_client_secret
        try:
            token, _ = auth.get_auth_token(
                self._profile.iap_client_id, self._profile.app_client_id, secret and secret.get_secret_value()
            )
        except Exception as error:  # noqa: BLE001 - Google's libraries raise what they like, with secrets in it
            raise SignInError(f"no token for the Identity-Aware Proxy: {type(error).__name__}") from None
        return str(token)


def credentials_of(profile: Profile) -> Credentials:
    """Give what ``profile`` says of the user, Dex aside, which needs a server.

    Raises:
        kale.errors.ConfigurationError: The way to sign in needs a server.
    """
    match profile.way_to_sign_in:
        case SignIn.TOKEN:
            return _token_of(profile)
        case SignIn.COOKIES if profile.cookies is not None:
            return FixedCookies(profile.cookies)
        case SignIn.COOKIES if profile.cookies_file is not None:
            return CookieFile(profile.cookies_file)
        case SignIn.SERVICE_ACCOUNT:
            return TokenFile(profile.token_file or SERVICE_ACCOUNT_TOKEN)
        case SignIn.IAP:
            return IdentityAwareProxy(profile)
        case SignIn.DEX:
            raise ConfigurationError("signing in at Dex needs a server")
    return NoCredentials()


def _token_of(profile: Profile) -> Credentials:
    if profile.token is not None:
        return FixedToken(profile.token)
    if profile.token_file is not None:
        return TokenFile(profile.token_file)
    return TokenCommand(profile.token_command or ())


def bearer(token: str) -> dict[str, str]:
    """Give the header for a bearer token."""
    return {"Authorization": f"Bearer {token}"}


def secrets_in(headers: Mapping[str, str]) -> Iterator[str]:
    """Give the words of headers that nobody else should read, the longest first."""
    words = {word for value in headers.values() for word in re.split(r"[\s;,]+", value)}
    values = {word.partition("=")[2] for word in words} | words
    yield from sorted((value for value in values if len(value) >= _SHORTEST_SECRET), key=len, reverse=True)


def read_secret(path: Path) -> str:
    """Give the secret in a file.

    Raises:
        kale.errors.ConfigurationError: The file cannot be read, or holds nothing that a header can carry.
    """
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read {path}: {getattr(error, 'strerror', None) or 'not text'}") from None
    if not text or not text.isascii() or not text.isprintable():
        raise ConfigurationError(f"{path} holds nothing that an HTTP header can carry")
    return text


def secret_of_command(command: tuple[str, ...]) -> str:
    """Give what a program prints; no shell is between.

    Raises:
        kale.errors.SignInError: It cannot be run, fails, takes too long, or prints nothing that a header can carry.
    """
    # What looks like a variable in front of a command may hold a secret.
    program = command[0].partition("=")[0] if command else "no program"
    try:
        done = subprocess.run(  # noqa: S603 - the user's own program, from the user's own settings
            command, capture_output=True, text=True, timeout=_COMMAND_TIMEOUT, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError) as error:
        raise SignInError(f"{program} gave no secret: {type(error).__name__}") from None
    if done.returncode:
        raise SignInError(f"{program} ended with exit code {done.returncode} and gave no secret")
    text = done.stdout.strip()
    with contextlib.suppress(ValueError):
        text = _token_in_json(text)
    if not text or not text.isascii() or not text.isprintable():
        raise SignInError(f"{program} printed nothing that an HTTP header can carry")
    return text


def _token_in_json(text: str) -> str:
    """Give the token in what plugins of ``kubectl`` print.

    Raises:
        ValueError: The text is something else.
    """
    import json

    document = json.loads(text)
    status = document.get("status") if isinstance(document, dict) else None
    token = status.get("token") if isinstance(status, dict) else None
    if not isinstance(token, str):
        raise ValueError("no ExecCredential")  # noqa: TRY004 - the value is of the wrong form, not the argument
    return token
