"""Checking pipeline functions, and Python files that make pipelines by themselves."""

from __future__ import annotations

import linecache
from pathlib import Path

from kale.checking.findings import Finding
from kale.diagnostics import Diagnostic, Span
from kale.document import Region
from kale.errors import CompileError


def is_reference(text: str) -> bool:
    """Whether a text names a pipeline function, as ``file.py:pipeline`` does, rather than a file."""
    from kale.dsl.locating import is_reference

    return is_reference(text)


def check_function(reference: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """Give the file of a pipeline function, and what is wrong with it. The file's own code runs.

    Args:
        reference: The function as ``file.py:pipeline`` or ``module:pipeline``.

    Raises:
        kale.errors.NotebookError: There is no such function.
    """
    from kale.dsl.locating import find_pipeline

    try:
        function = find_pipeline(reference)
    except CompileError as error:
        # The file makes another pipeline while it is imported.
        return error.source or reference.rpartition(":")[0], error.diagnostics
    return function.source, function.check()


def check_program(file: str) -> tuple[Diagnostic, ...]:
    """Give what is wrong with a pipeline that a Python file makes while its own code runs.

    Raises:
        kale.errors.NotebookError: The file cannot be imported.
    """
    from kale.dsl.locating import file_module

    try:
        file_module(file)
    except CompileError as error:
        return error.diagnostics
    return ()


def finding_in_program(diagnostic: Diagnostic, file: Path) -> Finding:
    """Give a finding in a Python file; others of its program are told from it by their names."""
    span = diagnostic.span
    if span is None or span.cell or span.file is not None:
        return Finding(diagnostic)
    line = linecache.getline(str(file), span.line).rstrip("\n")
    written = Span(
        line=span.line, column=len(line) - len(line.lstrip()) + 1, end_line=span.line, end_column=len(line) + 1, cell=0
    )
    whole = diagnostic.model_copy(update={"span": written})
    return Finding(whole, line, Region(written.line, written.column, written.end_line, written.end_column))
