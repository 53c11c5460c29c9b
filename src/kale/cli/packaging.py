"""From the file on the command line to what is uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kale import api
from kale.cli.problems import show_diagnostics
from kale.cli.sources import NamedSource
from kale.clusters import is_compiled, package_from
from kale.errors import ConfigurationError

if TYPE_CHECKING:
    from kale.engines.kubeflow import Package


def packaged(source: NamedSource, name: str | None, image: str | None) -> Package:
    """Give what is uploaded of a notebook or a compiled pipeline; what is doubtful in a notebook is shown.

    Raises:
        kale.errors.KaleError: There is no pipeline in it, or it is compiled and yet given a name or an image.
    """
    if is_compiled(source.source):
        if name is not None or image is not None:
            raise ConfigurationError(f"{source.text} is compiled: its name and its images stand in it")
        return package_from(source.source)
    compiled = api.compile_notebook(source.source, name=name, image=image)
    show_diagnostics(compiled.diagnostics, source.name)
    return package_from(compiled)
