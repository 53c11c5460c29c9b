"""What ``--json`` prints when a notebook is compiled, and when a command cannot do its work."""

from __future__ import annotations

from typing import Literal

from kale.diagnostics import Diagnostic
from kale.errors import KaleError
from kale.pipeline.model import Model


class Problem(Model):
    """An error of `kale`.

    Attributes:
        type: Name of the exception that the Python API raises.
        message: What went wrong.
    """

    type: str
    message: str


class Failure(Model):
    """A command that could not do its work.

    Attributes:
        version: Version of this form.
        succeeded: Always false.
        error: The error.
        diagnostics: The problems found in the notebook, with their places.
    """

    version: Literal[1] = 1
    succeeded: Literal[False] = False
    error: Problem
    diagnostics: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, error: KaleError) -> Failure:
        """Describe ``error``."""
        problem = Problem(type=type(error).__name__, message=error.message)
        return cls(error=problem, diagnostics=error.diagnostics)


class Compilation(Model):
    """A notebook that became a pipeline.

    Attributes:
        version: Version of this form.
        succeeded: Always true.
        pipeline: Name of the pipeline on the platform.
        output: Path of the YAML.
        steps: Names of the steps, in notebook order.
        parameters: Names of the parameters.
        packages: What each step installs where its image lacks it.
        files: Paths of the modules and files that travel with each step.
        diagnostics: Warnings and notes.
    """

    version: Literal[1] = 1
    succeeded: Literal[True] = True
    pipeline: str
    output: str
    steps: tuple[str, ...]
    parameters: tuple[str, ...]
    packages: dict[str, tuple[str, ...]]
    files: dict[str, tuple[str, ...]]
    diagnostics: tuple[Diagnostic, ...]
