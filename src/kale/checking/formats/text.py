"""Findings for people: the place, the problem, the line with carets below it, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import click

from kale.checking.findings import FileReport, Finding
from kale.diagnostics import Severity, Span

COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDEST: Final = 160
_BEFORE: Final = 40
_CUT: Final = "…"


@dataclass(frozen=True)
class Excerpt:
    """A part of a line, and the carets below it.

    Attributes:
        line: The text.
        carets: Blanks and carets of the same width.
    """

    line: str
    carets: str


def report_lines(report: FileReport) -> Iterator[str]:
    """Give the lines that show a report: a block for each finding."""
    for finding in report.findings:
        yield from finding_lines(report.path, finding)
        yield ""


def finding_lines(path: str, finding: Finding) -> Iterator[str]:
    """Give the lines that show one finding."""
    diagnostic = finding.diagnostic
    code = f"{diagnostic.severity.value}[{diagnostic.code} {diagnostic.slug}]"
    fixable = " [*]" if diagnostic.fix is not None else ""
    head = click.style(f"{path}:{_place(diagnostic.span)}", bold=True)
    styled = click.style(code, fg=COLOURS[diagnostic.severity], bold=True)
    yield f"{head} {styled}{fixable}: {_visible(diagnostic.message)}"
    if finding.source_line is not None and diagnostic.span is not None:
        yield from _excerpt_lines(finding.source_line, diagnostic.span, COLOURS[diagnostic.severity])
    for related in diagnostic.related:
        file = f"{related.span.file}:" if related.span.file is not None else ""
        yield f"  = note: {file}{_place(related.span)} {_visible(related.message)}"
    if diagnostic.help:
        yield f"  = help: {_visible(diagnostic.help)}"
    if diagnostic.fix is not None:
        yield f"  = fix: {_visible(diagnostic.fix.description)}"


def summary(reports: Sequence[FileReport]) -> str:
    """Give the last line: how many problems there are."""
    found = [diagnostic for report in reports for diagnostic in report.diagnostics]
    checked = [report for report in reports if report.error is None]
    fixed = sum(report.fixed for report in reports)
    mended = f"Fixed {_count(fixed, 'problem')}. " if fixed else ""
    if not checked:
        return f"{mended}No notebook could be checked."
    if not found:
        return f"{mended}No problems found in {_count(len(checked), 'notebook')}."
    kinds = ((severity, sum(d.severity is severity for d in found)) for severity in Severity)
    counts = ", ".join(_count(number, severity.value) for severity, number in kinds if number)
    fixable = sum(diagnostic.fix is not None for diagnostic in found)
    offer = f"\n[*] {fixable} can be fixed with --fix." if fixable else ""
    return f"{mended}Found {counts} in {_count(len(checked), 'notebook')}.{offer}"


def excerpt(line: str, span: Span) -> Excerpt:
    """Give what to show of a line: long ones are cut around the place, and control characters made visible."""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = min(max(end, start + 1), max(len(line), start + 1))
    first = 0 if len(line) <= _WIDEST else max(0, start - _BEFORE)
    last = min(len(line), first + _WIDEST)
    before = (_CUT if first else "") + _visible(line[first:start], keep="\t")
    marked, after = _visible(line[start : min(end, last)]), _visible(line[min(end, last) : last], keep="\t")
    blanks = "".join("\t" if character == "\t" else " " * _width(character) for character in before)
    shown = before + marked + after + (_CUT if last < len(line) else "")
    return Excerpt(shown, blanks + "^" * max(1, sum(map(_width, marked))))


def _excerpt_lines(line: str, span: Span, colour: str) -> Iterator[str]:
    shown = excerpt(line, span)
    margin = " " * len(str(span.line))
    yield f"{margin} |"
    yield f"{span.line} | {shown.line}".rstrip()
    yield f"{margin} | {click.style(shown.carets, fg=colour, bold=True)}"
    yield f"{margin} |"


def _place(span: Span | None) -> str:
    if span is None:
        return ""
    return f"{f'cell {span.cell}:' if span.cell else ''}{span.line}:{span.column}:"


def _visible(text: str, keep: str = "") -> str:
    """Give text without characters that would move a terminal's cursor or change its colours."""
    return "".join(
        character if character.isprintable() or character in keep else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
