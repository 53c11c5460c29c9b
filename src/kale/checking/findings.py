"""The outcome of checking files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kale.diagnostics import Diagnostic, Severity
from kale.document import Region, Replacement
from kale.errors import KaleError


@dataclass(frozen=True)
class Finding:
    """A diagnostic with what formats show of it.

    Attributes:
        diagnostic: The diagnostic.
        source_line: The line of the cell on which it starts, secrets hidden; ``None`` when it is about no line.
        region: Where it stands in the text of the notebook file; ``None`` when it was not asked for.
        replacements: What its fix changes there; nothing when it has no fix, or places were not asked for.
    """

    diagnostic: Diagnostic
    source_line: str | None = None
    region: Region | None = None
    replacements: tuple[Replacement, ...] = ()


@dataclass(frozen=True)
class FileReport:
    """The outcome of checking one file.

    Attributes:
        path: The file as it was named.
        findings: What is wrong with it, in the order of its cells.
        fixed: How many problems were fixed.
        error: Why it could not be checked.
        fixed_text: The notebook after fixing, where it is not written to a file.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    fixed: int = 0
    error: KaleError | None = None
    fixed_text: str | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The diagnostics alone."""
        return tuple(finding.diagnostic for finding in self.findings)


def exit_code(reports: Iterable[FileReport]) -> int:
    """Give 2 when a file could not be checked, 1 when there are errors or warnings, 0 when there are notes at most."""
    every = tuple(reports)
    if any(report.error is not None for report in every):
        return 2
    return int(any(d.severity is not Severity.NOTE for report in every for d in report.diagnostics))
