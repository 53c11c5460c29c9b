"""What translating IPython syntax gives: code, packages and problems."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kale.diagnostics import Rule


@dataclass(frozen=True)
class Problem:
    """Something about a cell's IPython syntax that the user should know.

    Attributes:
        rule: The rule that it breaks.
        message: What is wrong, in one sentence.
        help: What to do.
        line: Line in the cell, from 1.
        column: Column in that line, from 1.
        end_column: Column after the last character.
    """

    rule: Rule
    message: str
    help: str | None = None
    line: int = 1
    column: int = 1
    end_column: int = 1


@dataclass(frozen=True)
class Package:
    """A requirement that a cell installs.

    Attributes:
        requirement: Name and versions, as the package index takes them.
        line: Line in the cell, from 1.
    """

    requirement: str
    line: int = 1


@dataclass(frozen=True)
class Replacement:
    """What stands in for one piece of IPython syntax.

    Attributes:
        code: Python, with as many lines as it needs; empty for nothing at all.
        packages: Requirements that it installs.
        problems: What the user should know; their lines count from the start of the piece.
    """

    code: str = ""
    packages: tuple[Package, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Translation:
    """A cell's source as plain Python.

    Attributes:
        source: Python with as many lines as the cell; line ``n`` does what line ``n`` of the cell does.
        packages: Requirements that the cell installs.
        problems: What could not be translated, and what the user should know.
    """

    source: str
    packages: tuple[Package, ...] = ()
    problems: tuple[Problem, ...] = ()

    def below(self, lines: int) -> Translation:
        """Give the translation as a part of one in which so many lines stand above it."""
        packages = (replace(package, line=package.line + lines) for package in self.packages)
        problems = (replace(problem, line=problem.line + lines) for problem in self.problems)
        return Translation("\n" * lines + self.source, tuple(packages), tuple(problems))


class UntranslatableError(Exception):
    """A piece of IPython syntax has no translation.

    Attributes:
        problem: Why, for the user; its place is filled in where it is known.
    """

    def __init__(self, rule: Rule, message: str, help: str | None = None) -> None:  # noqa: A002 - as in diagnostics
        super().__init__(message)
        self.problem = Problem(rule, message, help)
