"""Moving an import from a step's cell to the notebook's cell of imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Edit, Fix, ReplaceText, Span
from kale.notebook.notebook import NotebookCell
from kale.pipeline import Role
from kale.rules.code import ParsedCell
from kale.rules.subject import Subject

Import = ast.Import | ast.ImportFrom

_DECIDES_ON_IMPORTS: Final = re.compile(
    r"\bsys\.(?:path|modules|meta_path)\b|\benviron\b|\bputenv\b|\bimportlib\b|\breload\b|\bchdir\b|\binstall\b|^\s*[%!]",
    re.MULTILINE,
)
"""Code that decides what an import finds, or how what it finds behaves."""


def moved_import(subject: Subject, cell: ParsedCell, statement: Import) -> Fix | None:
    """Give the fix that moves an import to the last cell of imports above it.

    There is none where no such cell stands above, or where what runs between may decide what the import gives.

    Args:
        subject: The notebook.
        cell: The cell that the statement stands in.
        statement: The import.
    """
    target = _cell_of_imports(subject, cell)
    if target is None or not _is_free(subject, cell, statement, target):
        return None
    source = subject.annotated.notebook.cell(cell.cell.number).source
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    text = "\n".join(source.split("\n")[first - 1 : last])
    removed: Iterator[Edit] = (
        ReplaceText(span=_line(cell.cell.number, source, line), by="") for line in range(first, last + 1)
    )
    return Fix(
        description=f"move the import to cell {target.number}", edits=(_appended(target, text.rstrip()), *removed)
    )


def _cell_of_imports(subject: Subject, cell: ParsedCell) -> NotebookCell | None:
    roles = {found.number for found in subject.annotated.cells if found.role is Role.IMPORTS}
    above = [found for found in subject.cells if found.cell.number in roles and found.cell.number < cell.cell.number]
    written = subject.annotated.notebook.cell(above[-1].cell.number) if above else None
    return written if written is not None and written.code.strip() and "%%" not in written.code else None


def _is_free(subject: Subject, cell: ParsedCell, statement: Import, target: NotebookCell) -> bool:
    """Whether the import gives the same further up, and its own cell is left with something to do."""
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    others = [other for other in cell.tree.body if other is not statement]
    alone = all((other.end_lineno or other.lineno) < first or other.lineno > last for other in others)
    return (
        bool(others)
        and alone
        and not _is_written(subject, statement)
        and not _names(statement) & _names_bound_elsewhere(subject, statement)
        and not any(_DECIDES_ON_IMPORTS.search(text) for text in _between(subject, cell, statement, target))
    )


def _is_written(subject: Subject, statement: Import) -> bool:
    """Whether a step may write the file of the module."""
    modules = [alias.name for alias in statement.names] if isinstance(statement, ast.Import) else [statement.module]
    roots = {(module or "").partition(".")[0] for module in modules}
    return any(path.removesuffix(".py").partition("/")[0] in roots for path in subject.analysis.files)


def _names(statement: Import) -> set[str]:
    return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}


def _names_bound_elsewhere(subject: Subject, statement: Import) -> set[str]:
    found: set[str] = set()
    for node in (node for cell in subject.cells for node in cell.nodes if node is not statement):
        match node:
            case ast.Import() | ast.ImportFrom():
                found |= _names(node)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
    return found


def _between(subject: Subject, cell: ParsedCell, statement: Import, target: NotebookCell) -> Iterator[str]:
    """Give the code that runs before the import now, and would run after it."""
    for found in subject.annotated.notebook.code_cells:
        if target.number <= found.number < cell.cell.number:
            yield found.source
    yield "\n".join(subject.annotated.notebook.cell(cell.cell.number).source.split("\n")[: statement.lineno - 1])


def _appended(cell: NotebookCell, text: str) -> ReplaceText:
    """Give the edit that puts a line below all others of a cell."""
    lines = cell.source.rstrip().split("\n")
    number, last = len(lines), lines[-1]
    span = Span(cell=cell.number, line=number, column=len(last), end_line=number, end_column=len(last) + 1)
    return ReplaceText(span=span, by=f"{last[-1]}\n{text}")


def _line(number: int, source: str, line: int) -> Span:
    """Give the span of a line, with its line break if it has one."""
    lines = source.split("\n")
    if line < len(lines):
        return Span(cell=number, line=line, end_line=line + 1)
    return Span(cell=number, line=line, end_line=line, end_column=len(lines[line - 1]) + 1)
