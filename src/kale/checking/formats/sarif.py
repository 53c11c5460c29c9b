"""Findings in SARIF 2.1.0, the form in which code hosts and editors exchange results of static analysis.

Lines and columns are those of the notebook file, because that is what is looked at; cell and line stand beside them
as a logical location.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from kale._version import __version__
from kale.checking.catalogue import pages, rules
from kale.checking.findings import FileReport, Finding
from kale.diagnostics import Fix, Rule, Severity, Span
from kale.document import Region, Replacement

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def to_sarif(reports: Sequence[FileReport]) -> str:
    """Write reports as a SARIF log with one run."""
    found = {finding.diagnostic.code for report in reports for finding in report.findings}
    known = [rule for code, rule in rules().items() if code in found]
    index = {rule.code: number for number, rule in enumerate(known)}
    unread = [report for report in reports if report.error is not None]
    run = {
        "tool": {"driver": {"name": "kale", "version": __version__, "rules": [_rule(rule) for rule in known]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [_notification(report) for report in unread],
            }
        ],
        "results": [_result(report.path, finding, index) for report in reports for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    page = pages().get(rule.code)
    described = {"shortDescription": {"text": page.summary}, "help": {"text": page.text.strip()}} if page else {}
    return {"id": rule.code, "name": rule.slug, "defaultConfiguration": {"level": _LEVELS[rule.severity]}, **described}


def _result(path: str, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    advice = f"\n{diagnostic.help}" if diagnostic.help else ""
    related = [
        {"message": {"text": related.message}, **_location(path, None, related.span)} for related in diagnostic.related
    ]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": f"{diagnostic.message}{advice}"},
        "locations": [_location(path, finding, diagnostic.span)],
    }
    if diagnostic.code in index:
        result["ruleIndex"] = index[diagnostic.code]
    if related:
        result["relatedLocations"] = related
    if diagnostic.fix is not None and finding.replacements:
        result["fixes"] = [_fix(path, diagnostic.fix, finding.replacements)]
    return result


def _fix(path: str, fix: Fix, replacements: Iterable[Replacement]) -> dict[str, Any]:
    changes = [
        {"deletedRegion": _region(replacement.region), "insertedContent": {"text": replacement.text}}
        for replacement in replacements
    ]
    return {
        "description": {"text": fix.description},
        "artifactChanges": [{"artifactLocation": {"uri": _uri(path)}, "replacements": changes}],
    }


def _location(path: str, finding: Finding | None, span: Span | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if finding is not None and finding.region is not None:
        physical["region"] = _region(finding.region)
    location: dict[str, Any] = {"physicalLocation": physical}
    if span is not None and span.cell:
        place = f"cell {span.cell}, line {span.line}, column {span.column}"
        location["logicalLocations"] = [{"fullyQualifiedName": place, "kind": "cell"}]
    return location


def _region(region: Region) -> dict[str, int]:
    line, column, end_line, end_column = region
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _notification(report: FileReport) -> dict[str, Any]:
    message = report.error.message if report.error is not None else ""
    return {"level": "error", "message": {"text": message}, "locations": [_location(report.path, None, None)]}


def _uri(path: str) -> str:
    return quote(PurePath(path).as_posix().encode("utf-8", "surrogateescape"))
