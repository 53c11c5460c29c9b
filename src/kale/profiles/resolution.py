"""From flags, environment and files to one profile, with the source of each of its settings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr, ValidationError

from kale.errors import ConfigurationError
from kale.profiles.files import ConfigurationFile, configuration_files
from kale.profiles.profile import ROUTE, SIGN_IN_FIELDS, Profile, alternatives_of
from kale.profiles.surroundings import surroundings
from kale.suggestion import closest

DEFAULT_PROFILE: Final = "default"
_TABLES: Final = frozenset({"profile", "profiles", "compile", "run", "submit", "upload", "schedule"})
"""Keys of a file that belong to no profile."""

_OTHER_VARIABLES: Final = {
    "host": "KF_PIPELINES_ENDPOINT",
    "ui_host": "KF_PIPELINES_UI_ENDPOINT",
    "experiment": "KF_PIPELINES_DEFAULT_EXPERIMENT_NAME",
    "token_file": "KF_PIPELINES_SA_TOKEN_PATH",
    "iap_client_id": "KF_PIPELINES_IAP_OAUTH2_CLIENT_ID",
    "app_client_id": "KF_PIPELINES_APP_OAUTH2_CLIENT_ID",
    "app_client_secret": "KF_PIPELINES_APP_OAUTH2_CLIENT_SECRET",
}
"""Environment variables that the KFP SDK knows by other names than ours."""


@dataclass(frozen=True)
class Setting:
    """One setting and where it comes from.

    Attributes:
        name: Name of the field of `Profile`.
        value: What it is set to, as text; stars for a secret.
        source: Who says so, such as ``--host``, ``KALE_HOST`` or the path of a file.
    """

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class ResolvedProfile:
    """A profile and where it comes from.

    Attributes:
        name: Its name.
        profile: The profile.
        settings: What is set, in the order of the fields.
        withheld: What the user's own file says of who is asking, and is kept from a server that a project may have
            chosen: names of settings.
    """

    name: str
    profile: Profile
    settings: tuple[Setting, ...]
    withheld: tuple[str, ...] = ()

    @property
    def sources(self) -> dict[str, str]:
        """Where each setting comes from, by its name."""
        return {setting.name: setting.source for setting in self.settings}

    def source_of(self, name: str) -> str | None:
        """Give where a setting comes from, or nothing when it has its default."""
        return next((setting.source for setting in self.settings if setting.name == name), None)


_Layer = Mapping[str, tuple[Any, str]]
"""Settings that win over those of the layers below, by name, each with its source."""


def resolve_profile(
    name: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    *,
    start: Path | None = None,
    environment: Mapping[str, str],
) -> ResolvedProfile:
    """Find out which server is meant and who is asking.

    What is given here wins over the environment, which wins over ``kale.toml``, ``pyproject.toml`` and the user's own
    file, in this order; in a file, the profile wins over what stands outside of profiles.

    Args:
        name: Name of the profile; otherwise ``KALE_PROFILE``, the ``profile`` of a file, or ``default``.
        overrides: Settings by name; ``None`` is none.
        start: Folder of the notebook; the current directory unless given.
        environment: Environment variables.

    Raises:
        kale.errors.ConfigurationError: A file or a setting is wrong, or the profile does not exist.
    """
    files = tuple(configuration_files((start or Path.cwd()).resolve(), environment))
    asked = name or environment.get("KALE_PROFILE") or _named_in(files)
    chosen = asked or DEFAULT_PROFILE
    _check_existence(chosen, files, required=asked is not None)
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    flags = {key: (value, f"--{key.replace('_', '-')}") for key, value in given.items()}
    return _resolved(chosen, _stack(chosen, [flags, _from_environment(environment)], files))


def origin_of(fields: Collection[str], sources: Mapping[str, str]) -> str:
    """Say where some settings come from, in brackets at the end of a message; nothing where none of them is set.

    Args:
        fields: Names of the settings.
        sources: Where each setting comes from, by its name.
    """
    told = [f"{name} comes from {source}" for name, source in sources.items() if name in fields]
    return f" ({', '.join(told)})" if told else ""


def profile_names(*, start: Path | None = None, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Give the names of the profiles that can be chosen: the one that applies by itself first.

    Args:
        start: Folder of the notebook; the current directory unless given.
        environment: Environment variables.

    Raises:
        kale.errors.ConfigurationError: A file is wrong.
    """
    files = tuple(configuration_files((start or Path.cwd()).resolve(), environment))
    first = environment.get("KALE_PROFILE") or _named_in(files) or DEFAULT_PROFILE
    return tuple(dict.fromkeys((first, *(name for file in files for name in file.table("profiles")))))


@dataclass(frozen=True)
class _Stack:
    """All settings, those that win first.

    Attributes:
        layers: The settings.
        led_by_project: Whether a project has a say in the way to the server.
        withheld: Names of settings that therefore do not count.
    """

    layers: Sequence[_Layer]
    led_by_project: bool
    withheld: frozenset[str]


def _stack(chosen: str, above: Sequence[_Layer], files: Sequence[ConfigurationFile]) -> _Stack:
    layers = list(above)
    settled = ROUTE & {key for layer in above for key in layer}
    withheld: frozenset[str] = frozenset()
    led_by_project = False
    for file in files:
        tables = (
            _in_table(file.table("profiles", chosen), f"{file.path} [profiles.{chosen}]"),
            _in_table(file.content, str(file.path)),
        )
        keys = {key for table in tables for key in table}
        hidden = SIGN_IN_FIELDS & keys if file.own and led_by_project else frozenset()
        layers += [{key: value for key, value in table.items() if key not in hidden} for table in tables]
        withheld |= hidden
        led_by_project = led_by_project or (not file.own and bool(ROUTE & keys - settled))
    return _Stack(layers, led_by_project, withheld)


def _in_table(table: Mapping[str, Any], source: str) -> _Layer:
    return {key: (value, source) for key, value in table.items() if key not in _TABLES}


def _named_in(files: Sequence[ConfigurationFile]) -> str | None:
    return next((str(file.content["profile"]) for file in files if file.content.get("profile")), None)


def _check_existence(chosen: str, files: Sequence[ConfigurationFile], *, required: bool) -> None:
    known = sorted({name for file in files for name in file.table("profiles")})
    if required and chosen not in known:
        hint = closest(chosen, known) or f"there is {', '.join(map(repr, known)) or 'none'}"
        raise ConfigurationError(f"there is no profile {chosen!r}; {hint}")


def _from_environment(environment: Mapping[str, str]) -> _Layer:
    found: dict[str, tuple[Any, str]] = {}
    for field in Profile.model_fields:
        for variable in (f"KALE_{field.upper()}", _OTHER_VARIABLES.get(field, "")):
            if environment.get(variable):
                found.setdefault(field, (environment[variable], variable))
    return found


def _resolved(name: str, stack: _Stack) -> ResolvedProfile:
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for layer in stack.layers:
        above = frozenset(values)
        for key, (value, source) in layer.items():
            _check_known(key, source)
            if not any(other in above for other in (key, *alternatives_of(key))):
                values[key], sources[key] = value, source
    for key, (value, source) in surroundings(values, trusted=not stack.led_by_project).items():
        values[key], sources[key] = value, source
    try:
        profile = Profile.model_validate(values)
    except ValidationError as error:
        raise ConfigurationError(_problem(error, name, sources)) from None
    fields = (field for field in Profile.model_fields if field in values)
    settings = tuple(Setting(field, _shown(getattr(profile, field)), sources[field]) for field in fields)
    return ResolvedProfile(name, profile, settings, tuple(sorted(stack.withheld)))


def _check_known(key: str, source: str) -> None:
    if key not in Profile.model_fields:
        hint = closest(key, (*Profile.model_fields, *_TABLES))
        raise ConfigurationError(f"{source}: {key!r} is not a setting{f'; {hint}' if hint else ''}")


def _problem(error: ValidationError, name: str, sources: Mapping[str, str]) -> str:
    """Say what is wrong, without the values, of which some are secret."""
    details = error.errors(include_url=False, include_input=False, include_context=False)[0]
    reason = details["msg"].removeprefix("Value error, ")
    if not details["loc"]:
        return f"profile {name!r}: {reason}"
    field = str(details["loc"][0])
    return f"{sources.get(field, name)}: {field!r} is not valid: {reason[:1].lower()}{reason[1:]}"


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********"
    if isinstance(value, tuple):
        # A word of a command may be a secret, and so may a variable in front of it.
        program = str(value[0]).partition("=")[0]
        return f"{program} …" if len(value) > 1 or program != value[0] else program
    return str(getattr(value, "value", value))
