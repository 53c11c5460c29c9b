"""Putting plain Python in the place of IPython syntax, so that every line of the cell keeps its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from kale.notebook.ipython.calls import Call
from kale.notebook.ipython.cell_magics import cell_magic
from kale.notebook.ipython.line_magics import captured_command, line_magic, shell_command
from kale.notebook.ipython.names import Names
from kale.notebook.ipython.outcome import Package, Problem, Replacement, Translation, UntranslatableError
from kale.notebook.ipython.shell import shell_lines
from kale.notebook.ipython.special import Kind, Special, find_special
from kale.notebook.rules import QUICK_CALL

Translate: TypeAlias = Callable[[str, Names], Translation]

_NOTHING: Final = "pass"


def rewritten_cell(source: str, found: re.Match[str], names: Names, translate: Translate) -> Translation:
    """Give a cell that is one cell magic as plain Python.

    Args:
        source: The cell.
        found: The line of the magic in it.
        names: The variables that can be meant in commands.
        translate: Translates the code that the magic runs.
    """
    above = source.count("\n", 0, found.start("name"))
    below = source[found.end() :].removeprefix("\n")
    body = below if not below or below.endswith("\n") else f"{below}\n"
    call = Call(
        name=found.group("name"),
        arguments=found.group("arguments").rstrip(),
        names=names,
        translate=lambda code: translate(code, names),
        is_cell=True,
        body=body,
    )
    try:
        replacement = cell_magic(call)
    except UntranslatableError as error:
        replacement = Replacement("", problems=(error.problem,))
    width = len(found.group().lstrip())
    return _below(above, source.count("\n") + 1, replacement, width)


def _below(above: int, lines: int, replacement: Replacement, width: int) -> Translation:
    """Put what stands in for a cell below the empty lines above its magic, in as many lines as the cell has."""
    code = replacement.code
    missing = lines - above - 1 - code.count("\n")
    code = code + "\n" * missing if missing >= 0 else code[: code.rindex("\n")]
    problems = (
        replace(problem, end_column=width + 1) if problem.line == 1 else problem for problem in replacement.problems
    )
    return Translation(code, replacement.packages, tuple(problems)).below(above)


def rewritten_lines(source: str, names: Names, translate: Translate) -> Translation:
    """Give a cell as plain Python, with each piece of IPython syntax replaced.

    Args:
        source: The cell.
        names: The variables that can be meant in commands.
        translate: Translates the code that a magic runs.
    """
    pieces: list[str] = []
    packages: list[Package] = []
    problems: list[Problem] = []
    position = 0
    for special in find_special(source):
        line_start = source.rfind("\n", 0, special.start) + 1
        line = source.count("\n", 0, special.start) + 1
        replacement = _replacement(special, names, translate)
        before = source[line_start : special.start]
        code = replacement.code or ("None" if special.is_value else _NOTHING if before else "")
        pieces += (source[position : special.start], code, "\n" * source.count("\n", special.start, special.end))
        position = special.end
        packages += (replace(package, line=line) for package in replacement.packages)
        columns = len(before) + 1, len(before) + 1 + len(source[special.start : special.end].partition("\n")[0])
        problems += (
            replace(problem, line=line, column=columns[0], end_column=columns[1]) for problem in replacement.problems
        )
    return Translation("".join((*pieces, source[position:])), tuple(packages), tuple(problems))


def _replacement(special: Special, names: Names, translate: Translate) -> Replacement:
    try:
        return _meaning(special, names, translate)
    except UntranslatableError as error:
        return Replacement("", problems=(error.problem,))


def _meaning(special: Special, names: Names, translate: Translate) -> Replacement:
    name, _, arguments = special.text.replace("\t", " ", 1).partition(" ")
    call = Call(
        name=name if special.kind is Kind.MAGIC else special.kind.value,
        arguments=arguments,
        names=names,
        translate=lambda code: translate(code, names),
        is_value=special.is_value,
    )
    match special.kind:
        case Kind.MAGIC:
            return line_magic(call)
        case Kind.SHELL:
            return captured_command(special.text, call) if special.is_value else shell_command(special.text, call)
        case Kind.CAPTURED_SHELL:
            return Replacement(shell_lines(call.text(special.text)))
        case Kind.HELP:
            return Replacement()
        case Kind.QUICK_CALL:
            raise UntranslatableError(
                QUICK_CALL,
                f"the line {special.text!r} uses IPython's quick call",
                help="write the call with parentheses",
            )
