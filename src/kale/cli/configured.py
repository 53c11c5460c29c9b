"""Options of commands whose defaults stand in the user's files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from kale.cli.option_groups import ClusterChoice
from kale.cli.problems import problems_reported
from kale.cli.sources import NamedSource
from kale.errors import ConfigurationError
from kale.profiles.files import configuration_files
from kale.suggestion import closest


class ConfiguredCommand(click.Command):
    """A command on a notebook, whose options may stand in a table of its name in ``kale.toml`` or ``pyproject.toml``.

    What the command line says wins over the files.

    Args:
        arguments: What click's own command takes.
        table: Name of the table; the command's unless given.
    """

    def __init__(self, *arguments: Any, table: str | None = None, **keywords: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*arguments, **keywords)
        self._table = table or str(self.name)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Fill in what the files say, and run."""
        with problems_reported():
            self._configure(ctx)
        return super().invoke(ctx)

    def _configure(self, ctx: click.Context) -> None:
        source = ctx.params.get("notebook")
        folder = source.folder if isinstance(source, NamedSource) else Path.cwd()
        options = {option.name: option for option in self.params if isinstance(option, click.Option) and option.name}
        seen: set[str] = set()
        for file in configuration_files(folder, os.environ):
            table = file.table(self._table)
            for key, value in table.items():
                name = "assignments" if key == "parameters" else key.replace("-", "_")
                _check_place(name, f"{file.path} [{self._table}]")
                option = options.get(name)
                if option is None:
                    hint = closest(key, options)
                    raise ConfigurationError(
                        f"{file.path}: {key!r} is not an option of kale {self._table}{f'; {hint}' if hint else ''}"
                    )
                if name not in seen and ctx.get_parameter_source(name) is ParameterSource.DEFAULT:
                    ctx.params[name] = _converted(option, value, ctx, f"{file.path} [{self._table}]")
                seen.add(name)


def _check_place(name: str, place: str) -> None:
    """Refuse what says which server is meant: as a flag, it would win over all that a file may not say.

    Raises:
        kale.errors.ConfigurationError: It is such an option.
    """
    if name in (field.name for field in fields(ClusterChoice)):
        raise ConfigurationError(f"{place}: {name!r} belongs at the top of the file, or in a profile")


def _converted(option: click.Option, value: Any, ctx: click.Context, place: str) -> Any:  # noqa: ANN401 - from a file
    """Give a value from a file as the command line would give it.

    Raises:
        kale.errors.ConfigurationError: It is not one.
    """
    if option.name == "assignments":
        return _assignments(value, place)
    if option.is_flag and not isinstance(value, bool):
        raise ConfigurationError(f"{place}: {option.name!r} is true or false, not {value!r}")
    try:
        return option.type_cast_value(ctx, value)
    except (click.BadParameter, TypeError, ValueError) as error:
        reason = error.format_message() if isinstance(error, click.BadParameter) else str(error)
        raise ConfigurationError(f"{place}: {option.name!r} is not valid: {reason}") from None


def _assignments(value: Any, place: str) -> tuple[str, ...]:  # noqa: ANN401 - from a file
    """Give the parameters in a table as the command line writes them."""
    import json

    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{place}: 'parameters' is not a table of values by name")
    return tuple(f"{name}={item if isinstance(item, str) else json.dumps(item)}" for name, item in value.items())
