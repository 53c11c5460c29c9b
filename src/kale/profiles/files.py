"""Files with settings: where they are, and what stands in them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kale.errors import ConfigurationError
from kale.profiles.profile import COMMANDS, SECRET_FILES, SECRETS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class ConfigurationFile:
    """What a file says.

    Attributes:
        path: The file.
        content: The table that is ours.
        own: Whether it is the user's own file, and not one that may have come with a project.
    """

    path: Path
    content: Mapping[str, Any]
    own: bool = False

    def table(self, *names: str) -> Mapping[str, Any]:
        """Give a table in the table; an empty one when there is none.

        Raises:
            kale.errors.ConfigurationError: There is something else by that name.
        """
        table: Any = self.content
        for name in names:
            table = table.get(name, {})
            if not isinstance(table, Mapping):
                raise ConfigurationError(f"{self.path}: {'.'.join(names)!r} is not a table")
        return dict(table)


def configuration_files(start: Path, environment: Mapping[str, str]) -> Iterator[ConfigurationFile]:
    """Give the files that apply in a folder, those that win first.

    They are ``kale.toml`` in the folder, the nearest ``pyproject.toml`` in it or above it that has a table
    ``[tool.kale]``, and ``kale/config.toml`` in the user's folder of configurations.

    Raises:
        kale.errors.ConfigurationError: A file cannot be read, is not TOML, holds secrets that others can read, or names
            a program to run, or a file to send, although it may have come with a project.
    """
    beside = start / "kale.toml"
    if beside.is_file():
        yield _checked(ConfigurationFile(beside, _read(beside)))
    for folder in (start, *start.parents):
        project = folder / "pyproject.toml"
        if project.is_file():
            table = ConfigurationFile(project, _read(project)).table("tool", "kale")
            if table:
                yield _checked(ConfigurationFile(project, table))
                break
    home = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "kale" / "config.toml"
    if home.is_file():
        yield _checked(ConfigurationFile(home, _read(home), own=True))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # The message names a place and a character, never the text around it.
        raise ConfigurationError(f"{path} is not TOML: {error}") from None


def _checked(file: ConfigurationFile) -> ConfigurationFile:
    path, profiles = file.path, file.table("profiles")
    tables = [file.content, *(file.table("profiles", name) for name in profiles)]
    keys = {key for table in tables for key in table}
    for fields, what in ((COMMANDS, "a program to run"), (SECRET_FILES, "a file to send to the server")):
        if not file.own and keys & fields:
            raise ConfigurationError(
                f"{path} sets {', '.join(sorted(keys & fields))}, {what}, which only your own file may do:"
                " ~/.config/kale/config.toml"
            )
    found = sorted(keys & SECRETS)
    if found and os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigurationError(
            f"{path} holds {', '.join(found)}, and others than its owner may read it; run: chmod 600 {path}"
        )
    return file
