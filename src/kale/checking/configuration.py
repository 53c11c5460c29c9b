"""What ``[tool.kale]`` in a project's ``pyproject.toml`` says."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import ConfigDict, Field, ValidationError

from kale.checking.catalogue import check_words
from kale.checking.selection import Selection
from kale.errors import ConfigurationError
from kale.notebook.options import reason_of
from kale.pipeline.model import Model
from kale.suggestion import closest

_FILE: Final = "pyproject.toml"


class Configuration(Model):
    """The settings of a project.

    Attributes:
        select: Codes or names of the rules to check; all when empty.
        ignore: Codes or names of rules to leave out.
        exclude: Patterns of files and folders that are not looked into, relative to the file with the settings.
        per_file_ignores: Rules to leave out by pattern of the notebook's path.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="per-file-ignores")
    root: Path = Field(default=Path(), exclude=True)

    def excludes(self, path: Path) -> bool:
        """Whether a file or folder, or one that it lies in, is not to be looked into."""
        relative = self._relative(path)
        return any(_matches(relative, pattern) for pattern in self.exclude)

    def selection(self, path: Path, select: tuple[str, ...] | None, ignore: tuple[str, ...] | None) -> Selection:
        """Give the rules that are wanted for a notebook.

        Args:
            path: The notebook.
            select: What the command line says instead of the settings.
            ignore: Likewise.
        """
        relative = self._relative(path)
        own = (codes for pattern, codes in self.per_file_ignores.items() if _matches(relative, pattern))
        return Selection(
            select=self.select if select is None else select,
            ignore=(*(self.ignore if ignore is None else ignore), *(code for codes in own for code in codes)),
        )

    def _relative(self, path: Path) -> Path:
        whole = path.absolute()
        return whole.relative_to(self.root) if whole.is_relative_to(self.root) else whole


def configuration_for(path: Path) -> Configuration:
    """Give the settings for a notebook or folder: those of the nearest ``pyproject.toml`` above it that has some.

    Raises:
        ConfigurationError: The file is not TOML, or has settings that do not exist or have the wrong form.
    """
    whole = path.absolute()
    return _in_folder(whole if whole.is_dir() else whole.parent)


@cache
def _in_folder(folder: Path) -> Configuration:
    file = folder / _FILE
    found = _read(file) if file.is_file() else None
    if found is not None:
        return found
    return Configuration() if folder.parent == folder else _in_folder(folder.parent)


def _read(file: Path) -> Configuration | None:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"the settings cannot be read: {error}", source=str(file)) from error
    tool = document.get("tool")
    settings = tool.get("kale") if isinstance(tool, dict) else None
    if settings is None:
        return None
    try:
        configuration = Configuration.model_validate({**settings, "root": file.parent})
    except (ValidationError, TypeError) as error:
        raise ConfigurationError(_reason(error), source=str(file)) from error
    words = (*configuration.select, *configuration.ignore, *sum(configuration.per_file_ignores.values(), ()))
    try:
        check_words(words)
    except ConfigurationError as error:
        raise ConfigurationError(f"in [tool.kale], {error.message}", source=str(file)) from None
    return configuration


def _reason(error: ValidationError | TypeError) -> str:
    if isinstance(error, TypeError):
        return "[tool.kale] is not a table"
    first = error.errors()[0]
    name = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        hint = closest(name, ("select", "ignore", "exclude", "per-file-ignores"))
        return f"[tool.kale] has no setting {name!r}{f'; {hint}' if hint else ''}"
    return f"in [tool.kale], {name!r} is not right: {reason_of(first['msg'])}"


def _matches(path: Path, pattern: str) -> bool:
    """Whether a path, or a folder that it lies in, fits a pattern; one without a slash fits any part of the path."""
    candidates = [path, *path.parents][:-1] if path.parts else [path]
    if "/" not in pattern.rstrip("/"):
        return any(candidate.match(pattern.rstrip("/")) for candidate in candidates)
    return any(_fits_whole(candidate, pattern.rstrip("/")) for candidate in candidates)


def _fits_whole(path: Path, pattern: str) -> bool:
    parts = Path(pattern).parts
    return len(parts) == len(path.parts) and path.match(pattern)
