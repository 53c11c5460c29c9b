"""What is known of a Kubeflow Pipelines server and of the user."""

from __future__ import annotations

import enum
import re
import shlex
from pathlib import Path
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator

from kale.pipeline.quantities import NamespaceName, ObjectName

_HOST: Final = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
_SERVICE: Final = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*(:\d{1,5})?(/[^\s?#@]*)?")


class SignIn(str, enum.Enum):
    """The ways to tell a server who is asking."""

    NONE = "none"
    SERVICE_ACCOUNT = "service-account"
    TOKEN = "token"  # noqa: S105 - the name of a way, not a token
    DEX = "dex"
    IAP = "iap"
    COOKIES = "cookies"


def _as_words(value: object) -> object:
    return tuple(shlex.split(value)) if isinstance(value, str) else value


def _check_host(text: str) -> str:
    if "@" in text:
        raise ValueError("an address holds no user and no password; use the settings for signing in")
    if not _HOST.fullmatch(text):
        raise ValueError(f"{text!r} is not an address such as https://kubeflow.example.org/pipeline")
    return text.rstrip("/")


def _check_service(text: str) -> str:
    if not _SERVICE.fullmatch(text):
        raise ValueError(f"{text!r} is not of the form namespace/service, with :port and /path if wanted")
    return text.rstrip("/")


def _check_header(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError("it is empty, or holds characters that no HTTP header can carry")
    return secret


Address: TypeAlias = Annotated[str, AfterValidator(_check_host)]
Command: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_as_words), Field(min_length=1)]
"""A program and its arguments; text is split as a shell would, and no shell sees it."""
HeaderSecret: TypeAlias = Annotated[SecretStr, AfterValidator(_check_header)]
UserPath: TypeAlias = Annotated[Path, AfterValidator(Path.expanduser)]


class Profile(BaseModel):
    """What is known of a server and of the user. A field that is ``None`` says nothing.

    Attributes:
        host: Address of the server, with the path under which it answers.
        ui_host: Address of its user interface, for links; the host unless given.
        namespace: Namespace of the user, where the server has several users.
        experiment: Experiment of runs that name none.
        sign_in: How to sign in; found from the fields that are set unless given.
        token: A bearer token.
        token_file: A file that holds one and may change.
        token_command: A program that prints one.
        username: Name, or mail address, at the login form of Dex.
        password: Password there.
        password_command: A program that prints the password.
        cookies: Cookies of an existing login, ``name=value; name=value``.
        cookies_file: A file that holds them.
        iap_client_id: Client id of Google's Identity-Aware Proxy.
        app_client_id: Client id with which a token for the proxy is asked for.
        app_client_secret: Secret of that client.
        ca_file: Certificates that are trusted instead of the usual ones.
        client_certificate: Certificate that is shown to the server.
        client_key: Key of that certificate.
        verify_tls: Whether the server has to show a certificate that is trusted.
        proxy: Address of an HTTP proxy.
        port_forward: Service to which ``kubectl port-forward`` leads, as ``namespace/service``, with ``:port`` (8888
            unless given) and with the path under which the server answers there.
        kube_context: Context of ``kubectl``.
        service_account: Kubernetes service account of the runs.
        pipeline_root: Where runs keep their artifacts.
        request_timeout: Seconds after which a request is given up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    host: Address | None = None
    ui_host: Address | None = None
    namespace: NamespaceName | None = None
    experiment: Annotated[str, Field(min_length=1)] | None = None
    sign_in: SignIn | None = None
    token: HeaderSecret | None = None
    token_file: UserPath | None = None
    token_command: Command | None = None
    username: str | None = None
    password: SecretStr | None = None
    password_command: Command | None = None
    cookies: HeaderSecret | None = None
    cookies_file: UserPath | None = None
    iap_client_id: str | None = None
    app_client_id: str | None = None
    app_client_secret: SecretStr | None = None
    ca_file: UserPath | None = None
    client_certificate: UserPath | None = None
    client_key: UserPath | None = None
    verify_tls: bool = True
    proxy: Address | None = None
    port_forward: Annotated[str, AfterValidator(_check_service)] | None = None
    kube_context: str | None = None
    service_account: ObjectName | None = None
    pipeline_root: str | None = None
    request_timeout: Annotated[float, Field(gt=0, le=3600)] = 30.0

    @property
    def way_to_sign_in(self) -> SignIn:
        """How to sign in."""
        return self.sign_in or next(iter(_ways(self)), SignIn.NONE)

    @model_validator(mode="after")
    def _check(self) -> Profile:
        ways = _ways(self)
        if self.sign_in is None and len(ways) > 1:
            raise ValueError(
                f"there are several ways to sign in ({', '.join(way.value for way in ways)}); choose with sign_in"
            )
        needed = _NEEDED.get(self.sign_in or SignIn.NONE, ())
        if needed and not any(getattr(self, name) is not None for name in needed):
            raise ValueError(f"to sign in by {self.way_to_sign_in.value}, {' or '.join(needed)} must be set")
        if self.way_to_sign_in is SignIn.DEX and (
            self.username is None or (self.password is None and self.password_command is None)
        ):
            raise ValueError("to sign in at Dex, username and password (or password_command) must be set")
        if (self.client_certificate is None) != (self.client_key is None):
            raise ValueError("client_certificate and client_key belong together")
        return self


SECRETS: Final = frozenset({"token", "password", "cookies", "app_client_secret"})
"""The fields that are never shown."""

ROUTE: Final = frozenset({"host", "port_forward", "kube_context", "proxy", "ca_file", "verify_tls"})
"""The fields that decide where requests go, and who can read them on the way."""

COMMANDS: Final = frozenset({"token_command", "password_command"})
"""The fields that name a program to run."""

SECRET_FILES: Final = frozenset({"token_file", "cookies_file"})
"""The fields that name a file whose content is sent to the server."""

_NEEDED: Final = {
    SignIn.TOKEN: ("token", "token_file", "token_command"),
    SignIn.DEX: ("username",),
    SignIn.COOKIES: ("cookies", "cookies_file"),
    SignIn.IAP: ("iap_client_id",),
}
_FIELDS: Final = {
    **_NEEDED,
    SignIn.DEX: ("username", "password", "password_command"),
    SignIn.IAP: ("iap_client_id", "app_client_id", "app_client_secret"),
}


SIGN_IN_FIELDS: Final = frozenset({"sign_in", *(name for names in _FIELDS.values() for name in names)})
"""The fields that say who is asking."""


def alternatives_of(field: str) -> frozenset[str]:
    """Give the fields that make ``field`` void when they come from a source that wins over its own.

    They belong to another way to sign in, or say the same in another way.
    """
    way = next((way for way, names in _FIELDS.items() if field in names), None)
    if way is None:
        return frozenset()
    others = {name for other, names in _FIELDS.items() if other is not way for name in names}
    same = {"password", "password_command"} if way is SignIn.DEX else set(_NEEDED[way])
    return frozenset((others | (same if field in same else set())) - {field})


def _ways(profile: Profile) -> list[SignIn]:
    """Give the ways to sign in for which a field is set."""
    return [way for way, names in _NEEDED.items() if any(getattr(profile, name) is not None for name in names)]
