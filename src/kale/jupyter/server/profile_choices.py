"""The Kubeflow servers that a run can be sent to. What is secret in a profile is not looked at."""

from __future__ import annotations

import os
from pathlib import Path

from kale.errors import ConfigurationError
from kale.jupyter.server.documents import ProfileChoice, ProfileList
from kale.profiles import profile_names, resolve_profile

_NO_SERVER = "no server is named; set host in kale.toml, or KALE_HOST"


def profile_choices(folder: Path | None) -> ProfileList:
    """Give the profiles that can be chosen for a notebook.

    Args:
        folder: The notebook's folder; the server's own unless given.
    """
    try:
        names = profile_names(start=folder, environment=os.environ)
    except ConfigurationError as error:
        return ProfileList(profiles=(ProfileChoice(name="default", fault=error.message),), default="default")
    profiles = tuple(_choice(name, folder, default=name == names[0]) for name in names)
    return ProfileList(profiles=profiles, default=names[0])


def _choice(name: str, folder: Path | None, *, default: bool) -> ProfileChoice:
    try:
        found = resolve_profile(None if default else name, start=folder, environment=os.environ)
    except ConfigurationError as error:
        return ProfileChoice(name=name, fault=error.message)
    profile = found.profile
    reachable = profile.host is not None or profile.port_forward is not None
    return ProfileChoice(
        name=name,
        host=profile.host or profile.port_forward,
        namespace=profile.namespace,
        fault=None if reachable else _NO_SERVER,
    )
