"""What checking finds in the examples of rules, in a folder that is made for each."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kale.checking.checker import Checker
from kale.checking.findings import FileReport, Finding
from kale.checking.programs import check_program, finding_in_program
from kale.diagnostics import Rule
from kale.rules.examples import INSTALLED, Example, Link, Program

_HOME = "work"
"""The folder with the example; links and paths may lead out of it."""


def findings_in(example: Example | Program, rule: Rule) -> tuple[Finding, ...]:
    """Give what checking an example finds of one rule.

    Raises:
        kale.errors.KaleError: The example cannot be checked.
    """
    if isinstance(example, Example) and not example.files:
        return _checker(rule).check_document(example.notebook()).findings
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, _HOME)
        _write(home, example.files)
        with _imports_from(home / INSTALLED):
            return (
                _in_program(home, example, rule) if isinstance(example, Program) else _in_notebook(home, example, rule)
            )


def _in_notebook(home: Path, example: Example, rule: Rule) -> tuple[Finding, ...]:
    notebook = home / "example.ipynb"
    notebook.write_text(json.dumps(example.notebook()), encoding="utf-8")
    return _found(_checker(rule).check(str(notebook)))


def _in_program(home: Path, example: Program, rule: Rule) -> tuple[Finding, ...]:
    program = home / "program.py"
    program.write_text(example.source, encoding="utf-8")
    if example.function is not None:
        return _found(_checker(rule).check(f"{program}:{example.function}"))
    found = (diagnostic for diagnostic in check_program(str(program)) if diagnostic.code == rule.code)
    return tuple(finding_in_program(diagnostic, program) for diagnostic in found)


def _checker(rule: Rule) -> Checker:
    return Checker(select=(rule.code,), ignore=())


def _found(report: FileReport) -> tuple[Finding, ...]:
    if report.error is not None:
        raise report.error
    return report.findings


def _write(home: Path, files: Mapping[str, str | Link]) -> None:
    home.mkdir()
    for name, content in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(content.target)
        else:
            path.write_text(content, encoding="utf-8")


@contextmanager
def _imports_from(folder: Path) -> Iterator[None]:
    """Let packages in a folder count as installed, and forget afterwards what was imported."""
    modules, path = set(sys.modules), list(sys.path)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder.parent)):
                del sys.modules[name]
