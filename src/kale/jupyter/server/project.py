"""What a project's files say of compiling, so that the user interface and the command line give the same bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError

from kale.errors import ConfigurationError
from kale.pipeline import ParameterValue
from kale.pipeline.model import Model
from kale.profiles.files import configuration_files


class CompileTable(Model):
    """The table ``[compile]`` of ``kale.toml``, or ``[tool.kale.compile]`` of ``pyproject.toml``.

    The fields are the options of ``kale compile``; where it writes is up to the user interface.
    """

    model_config = ConfigDict(extra="ignore", defer_build=True)

    name: str | None = None
    image: str | None = None
    parameters: dict[str, ParameterValue] | None = None
    watch: bool = False
    runtime: str | None = None
    packages: str | None = None
    requirements: tuple[str, ...] = ()
    no_pin: bool = False
    constraints: str | None = None


def compile_table(folder: Path | None) -> CompileTable:
    """Give what the files of a project say of compiling a notebook.

    Args:
        folder: The notebook's folder; ``None`` where there is none.

    Raises:
        kale.errors.ConfigurationError: A file cannot be read, or a value cannot be an option's.
    """
    if folder is None:
        return CompileTable()
    found: dict[str, Any] = {}
    for file in configuration_files(folder, os.environ):
        for key, value in file.table("compile").items():
            found.setdefault(key.replace("-", "_"), value)
    try:
        table = CompileTable.model_validate(found)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[0]
        raise ConfigurationError(f"[compile]: {details['loc'][0]!r} is not valid: {details['msg']}") from None
    if table.constraints is None:
        return table
    return table.model_copy(update={"constraints": str(folder / table.constraints)})
