"""Findings as one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kale.checking.findings import FileReport
from kale.diagnostics import Diagnostic, Severity
from kale.pipeline.model import Model


class FileProblem(Model):
    """Why a file could not be checked.

    Attributes:
        type: Name of the exception that the Python API raises.
        message: What is wrong.
    """

    type: str
    message: str


class CheckedFile(Model):
    """The outcome for one file.

    Attributes:
        path: The file as it was named.
        error: Why it could not be checked.
        fixed: How many problems were fixed.
        diagnostics: What is wrong with it.
    """

    path: str
    error: FileProblem | None
    fixed: int
    diagnostics: tuple[Diagnostic, ...]


class CheckDocument(Model):
    """The outcome of checking.

    Attributes:
        version: Version of this form.
        succeeded: Whether every file could be checked and has no error.
        notebooks: The files.
    """

    version: Literal[1] = 1
    succeeded: bool
    notebooks: tuple[CheckedFile, ...]


def to_json(reports: Sequence[FileReport]) -> str:
    """Write reports as JSON."""
    errors = any(d.severity is Severity.ERROR for report in reports for d in report.diagnostics)
    unread = any(report.error is not None for report in reports)
    document = CheckDocument(succeeded=not (errors or unread), notebooks=tuple(map(_file, reports)))
    return document.to_json()


def _file(report: FileReport) -> CheckedFile:
    error = report.error
    problem = FileProblem(type=type(error).__name__, message=error.message) if error is not None else None
    return CheckedFile(path=report.path, error=problem, fixed=report.fixed, diagnostics=report.diagnostics)
