"""Findings as workflow commands, which GitHub Actions shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kale.checking.findings import FileReport, Finding
from kale.diagnostics import Severity

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def to_github(reports: Sequence[FileReport]) -> str:
    """Write reports as workflow commands, one line each."""
    return "\n".join(line for report in reports for line in _lines(report))


def _lines(report: FileReport) -> Iterator[str]:
    if report.error is not None:
        yield f"::error title=kale,file={_property(report.path)}::{_data(report.error.message)}"
    for finding in report.findings:
        yield _command(report.path, finding)


def _command(path: str, finding: Finding) -> str:
    diagnostic, region = finding.diagnostic, finding.region
    properties = {"title": f"kale ({diagnostic.code} {diagnostic.slug})", "file": path}
    if region is not None:
        properties |= {"line": str(region.line), "col": str(region.column)}
        properties |= {"endLine": str(region.end_line), "endColumn": str(region.end_column)}
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    span = diagnostic.span
    place = f"{span}: " if span is not None else ""
    advice = f"\n{diagnostic.help}" if diagnostic.help else ""
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(f'{place}{diagnostic.message}{advice}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
