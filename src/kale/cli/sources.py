"""What the commands take: a notebook, or a pipeline function as ``module:pipeline`` or ``file.py:pipeline``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from kale.api import Source
from kale.dsl.locating import find_pipeline, is_reference


@dataclass(frozen=True)
class NamedSource:
    """A source as the command line names it.

    Attributes:
        text: What the user wrote.
        held: What that names, where it is at hand already.
    """

    text: str
    held: Source | None = None

    @cached_property
    def source(self) -> Source:
        """The source; the module of a pipeline function is imported when this is first asked for.

        Raises:
            kale.errors.NotebookError: There is no such pipeline function, or its module cannot be imported.
        """
        if self.held is not None:
            return self.held
        return find_pipeline(self.text) if is_reference(self.text) else Path(self.text)

    @property
    def name(self) -> str:
        """What messages call it: the name of the file or module."""
        return Path(self.text.rpartition(":")[0] if is_reference(self.text) else self.text).name

    @property
    def stem(self) -> str:
        """The name of what is made from it, without an ending."""
        return self.text.rpartition(":")[2] if is_reference(self.text) else Path(self.text).stem

    @property
    def folder(self) -> Path:
        """The folder of the file, beside which settings are looked for; the current one for a module."""
        return self._own.resolve().parent if self._own.exists() else Path.cwd()

    def is_file(self, path: Path) -> bool:
        """Whether a path is that of the source itself."""
        return self._own.exists() and path.exists() and self._own.samefile(path)

    @property
    def _own(self) -> Path:
        return Path(self.text.rpartition(":")[0] if is_reference(self.text) else self.text)


class SourceType(click.ParamType[NamedSource]):
    """An argument that names a source."""

    name = "source"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> NamedSource:  # noqa: ARG002
        """Give what the text of an argument names."""
        return value if isinstance(value, NamedSource) else NamedSource(str(value))
