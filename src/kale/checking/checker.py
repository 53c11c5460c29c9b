"""Checking one file, and fixing it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from kale.checking.configuration import configuration_for
from kale.checking.files import STANDARD_INPUT
from kale.checking.findings import FileReport, Finding
from kale.checking.programs import check_function, finding_in_program, is_reference
from kale.checking.selection import Selection
from kale.diagnostics import Diagnostic, Span
from kale.document import FilePlaces, with_fixes
from kale.errors import KaleError
from kale.inspection import Inspection, inspect_notebook
from kale.notebook import Notebook
from kale.notebook.folder import Folder
from kale.notebook.reading import content_of, decoded, parse_notebook
from kale.notebook.text_notebooks import is_text_notebook
from kale.rules.lint.hard_coded_secret import HARD_CODED_SECRET
from kale.whole_files import write_whole

_MORE_PASSES: Final = 20
"""Fixes are applied again and again until nothing changes: at most so many times more often than there are fixes."""


@dataclass(frozen=True)
class Checker:
    """Checks notebook files.

    Attributes:
        select: Rules that are wanted, instead of what the settings say.
        ignore: Rules that are not wanted, instead of what the settings say.
        fix: Whether to apply the fixes and write the files anew.
        regions: Whether to find out where in the file each problem stands.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fix: bool = False
    regions: bool = False

    def check(self, path: str) -> FileReport:
        """Check one file; an error in reading or writing it becomes part of the report.

        Args:
            path: The file, or a pipeline function as ``file.py:pipeline``; ``-`` is standard input.
        """
        try:
            if ":" in path and is_reference(path):
                return self._checked_function(path)
            if path == STANDARD_INPUT:
                return self._checked(path, _standard_input(), self._selection(Path.cwd() / "stdin"))
            return self._checked(path, decoded(content_of(Path(path)), path), self._selection(Path(path)))
        except KaleError as error:
            return FileReport(path, error=error)

    def _checked_function(self, path: str) -> FileReport:
        source, diagnostics = check_function(path)
        selection = self._selection(Path(source))
        found = filter(selection.takes, diagnostics)
        return FileReport(source, tuple(finding_in_program(diagnostic, Path(source)) for diagnostic in found))

    def check_document(self, document: Mapping[str, JsonValue]) -> FileReport:
        """Check a notebook in memory; settings of a project do not count."""
        selection = Selection(self.select or (), self.ignore or ())
        return self._checked(STANDARD_INPUT, json.dumps(document), selection)

    def check_notebook(self, notebook: Notebook, path: str) -> FileReport:
        """Check a notebook that is not as its file is; nothing is fixed.

        Args:
            notebook: The notebook.
            path: What to call it; where it is a path, the settings of the project there count.

        Raises:
            kale.errors.ConfigurationError: Those settings are wrong.
        """
        findings = _findings(notebook, inspect_notebook(notebook), None, self._selection(Path(path)))
        return FileReport(path, tuple(findings))

    def _selection(self, path: Path) -> Selection:
        return configuration_for(path).selection(path, self.select, self.ignore)

    def _checked(self, path: str, text: str, selection: Selection) -> FileReport:
        label = None if path == STANDARD_INPUT else path
        folder = None if label is None else Folder.of(Path(label))
        notebook = parse_notebook(text, label, folder=folder)
        inspection = inspect_notebook(notebook)
        fixed = 0
        if self.fix and not is_text_notebook(path):
            original = text
            text, fixed = _fixed(text, inspection, label, selection)
            if fixed:
                notebook = parse_notebook(text, label, folder=folder)
                inspection = inspect_notebook(notebook)
            if label is not None and text != original:
                write_whole(Path(path), text)
        places = FilePlaces(text) if self.regions and not is_text_notebook(path) else None
        findings = tuple(_findings(notebook, inspection, places, selection))
        return FileReport(path, findings, fixed, fixed_text=text if self.fix and label is None else None)


def _fixed(text: str, inspection: Inspection, label: str | None, selection: Selection) -> tuple[str, int]:
    """Give the text of a notebook with all that can be fixed, and how much that was."""
    fixed = 0
    most = sum(diagnostic.fix is not None for diagnostic in inspection.diagnostics) + _MORE_PASSES
    for _ in range(most):
        wanted = filter(selection.takes, inspection.diagnostics)
        text, count = with_fixes(text, (diagnostic.fix for diagnostic in wanted if diagnostic.fix is not None))
        if not count:
            break
        fixed += count
        folder = None if label is None else Folder.of(Path(label))
        inspection = inspect_notebook(parse_notebook(text, label, folder=folder))
    return text, fixed


def _findings(
    notebook: Notebook, inspection: Inspection, places: FilePlaces | None, selection: Selection
) -> Iterator[Finding]:
    lines = cache(lambda cell: notebook.cell(cell).source.split("\n"))
    everything = (*inspection.diagnostics, *inspection.silenced)
    secrets = [d.span for d in everything if d.code == HARD_CODED_SECRET.code and d.span is not None]
    for diagnostic in filter(selection.takes, inspection.diagnostics):
        region = places.region(diagnostic.span) if places and diagnostic.span else None
        replacements = places.replacements(diagnostic.fix) if places and diagnostic.fix else ()
        yield Finding(diagnostic, _source_line(lines, diagnostic, secrets), region, replacements)


def _source_line(lines_of: Callable[[int], list[str]], diagnostic: Diagnostic, secrets: Iterable[Span]) -> str | None:
    """Give the line on which a diagnostic starts, unless it is about a cell as a whole."""
    span = diagnostic.span
    if span is None or (span.line, span.column) == (span.end_line, span.end_column) == (1, 1):
        return None
    lines = lines_of(span.cell)
    if span.line > len(lines):
        return None
    line = lines[span.line - 1]
    for secret in secrets:
        if secret.cell == span.cell and secret.line <= span.line <= secret.end_line:
            start = secret.column - 1 if secret.line == span.line else 0
            end = secret.end_column - 1 if secret.end_line == span.line else len(line)
            line = line[:start] + "*" * (end - start) + line[end:]
    return line


def _standard_input() -> str:
    return decoded(sys.stdin.buffer.read(), STANDARD_INPUT)
