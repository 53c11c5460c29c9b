"""What the public functions raise: one family, each member also the builtin that users would catch."""

from __future__ import annotations

from kale.diagnostics import Diagnostic


class KaleError(Exception):
    """Base of everything that `kale` raises on purpose.

    Attributes:
        message: What went wrong, in words.
        diagnostics: The problems found, with their places; empty when the error has no place in a notebook.
        source: Name of the notebook or file that the error speaks of.
    """

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = (), source: str | None = None) -> None:
        super().__init__(message, diagnostics, source)
        self.message = message
        self.diagnostics = diagnostics
        self.source = source

    def __str__(self) -> str:
        if not self.diagnostics:
            return f"{self.source}: {self.message}" if self.source else self.message
        return "\n".join(diagnostic.render(self.source) for diagnostic in self.diagnostics)


class NotebookError(KaleError, ValueError):
    """The source is not a notebook that `kale` can read."""


class NotebookNotFoundError(NotebookError, FileNotFoundError):
    """There is no file at the path of the notebook."""


class CompileError(KaleError, ValueError):
    """The notebook was read, but no pipeline can be made from it."""


class ParameterError(KaleError, ValueError):
    """A parameter's value is unknown, missing or of the wrong type."""


class OptionError(KaleError, ValueError):
    """An option of a step or of a pipeline is unknown, or has a value that it cannot have."""


class PackageError(KaleError, ValueError):
    """What the user says of packages is not valid: a requirement, a policy, a file of constraints."""


class ConfigurationError(KaleError, ValueError):
    """A setting is missing or wrong, a file of settings cannot be used, or an option names a rule that there is not."""


class OutputError(KaleError, OSError):
    """A file could not be written."""


class RunError(KaleError, RuntimeError):
    """A step of a run failed."""


class UnreachableError(KaleError, ConnectionError):
    """The server could not be reached, or did not answer."""


class SignInError(KaleError, PermissionError):
    """The server did not accept who is asking, or what is asked is not allowed."""


class ServerError(KaleError, RuntimeError):
    """The server refused a request, or answered in a way that makes no sense."""


class NotFoundOnServerError(ServerError, LookupError):
    """The server has no pipeline, run, schedule or experiment of that name."""
