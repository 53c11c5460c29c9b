"""Problems as data: where a thing stands in a notebook, which rule it breaks, and what to do about it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field


class Span(BaseModel):
    """A place in a notebook's source, or in a Python file.

    Attributes:
        cell: Position of the cell in the notebook, counted from 1 over all cells (Markdown too); 0 in a Python file,
            which has no cells.
        line: First line in the cell, counted from 1.
        column: First column, counted from 1 in characters.
        end_line: Last line, inclusive.
        end_column: Column after the last character.
        cell_id: The cell's nbformat id, where it has one.
        file: Name of the notebook or file, where a pipeline is made of several and this is not its first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    cell: int
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    cell_id: str | None = None
    file: str | None = None

    def __str__(self) -> str:
        return f"cell {self.cell}, line {self.line}" if self.cell else f"line {self.line}"


class Severity(str, enum.Enum):
    """How bad a diagnostic is: an error stops compilation, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Rule:
    """A bad pattern that `kale` recognises.

    Attributes:
        code: Stable identifier, ``K`` and three digits.
        slug: The bad pattern's name, in lower case with dashes.
        severity: What breaking the rule means.
    """

    code: str
    slug: str
    severity: Severity = Severity.ERROR

    def at(
        self,
        span: Span | None,
        message: str,
        *,
        help: str | None = None,  # noqa: A002 - the word that every linter's users know
        related: Iterable[Related] = (),
        fix: Fix | None = None,
    ) -> Diagnostic:
        """Give the diagnostic that says this rule is broken at ``span``."""
        return Diagnostic(
            code=self.code,
            slug=self.slug,
            severity=self.severity,
            message=message,
            span=span,
            help=help,
            related=tuple(related),
            fix=fix,
        )


class ReplaceTag(BaseModel):
    """Put another tag in the place of one, or none at all.

    Attributes:
        cell: Position of the cell, from 1.
        tag: The tag as it stands.
        by: What to write instead; ``None`` removes the tag.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: Literal["replace-tag"] = "replace-tag"
    cell: int
    tag: str
    by: str | None = None


class AddTag(BaseModel):
    """Add a tag after those that a cell has.

    Attributes:
        cell: Position of the cell, from 1.
        tag: The tag.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: Literal["add-tag"] = "add-tag"
    cell: int
    tag: str


class ReplaceText(BaseModel):
    """Put other text in the place of some of a cell's source.

    Attributes:
        span: What to replace, as the cell is written.
        by: What to write instead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    kind: Literal["replace-text"] = "replace-text"
    span: Span
    by: str


Edit: TypeAlias = Annotated[ReplaceTag | AddTag | ReplaceText, Field(discriminator="kind")]
"""A change to the notebook."""


class Fix(BaseModel):
    """A change to the notebook that takes a problem away and leaves what the notebook computes as it is meant.

    Attributes:
        description: What it does, as an instruction.
        edits: The changes; they belong together.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    description: str
    edits: tuple[Edit, ...]


class Related(BaseModel):
    """A second place that a diagnostic speaks of, with a few words on its part in the problem."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    span: Span
    message: str


class Diagnostic(BaseModel):
    """One problem: its rule, what is wrong, where, and what to do.

    Attributes:
        code: The rule's code, such as ``K101``.
        slug: The rule's name, such as ``syntax-error``.
        severity: Error, warning or note.
        message: What is wrong, in one sentence that names the user's own things.
        span: Where; ``None`` when the problem belongs to the whole notebook.
        help: What to do, when there is something to say.
        related: Further places that belong to the problem.
        fix: A change that takes the problem away, where there is a safe one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    code: str
    slug: str
    severity: Severity
    message: str
    span: Span | None = None
    help: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    def render(self, source: str | None = None) -> str:
        """Give the diagnostic as text.

        Args:
            source: Name of the notebook file, put in front of the place.
        """
        own = self.span.file if self.span else None
        place = ": ".join(part for part in (own or source, str(self.span) if self.span else None) if part)
        head = f"{place}: " if place else ""
        lines = [f"{head}{self.severity.value}[{self.code} {self.slug}]: {self.message}"]
        lines += [f"  {_in_other_file(related.span, own)}{related.span}: {related.message}" for related in self.related]
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)


def _in_other_file(span: Span, own: str | None) -> str:
    return f"{span.file}: " if span.file not in (None, own) else ""


@dataclass
class Report:
    """The diagnostics of one pass, collected in the order in which they are found."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    _known: set[Diagnostic] = field(default_factory=set, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._known.update(self.diagnostics)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep ``diagnostic`` unless the very same one is known already."""
        if diagnostic not in self._known:
            self._known.add(diagnostic)
            self.diagnostics.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep several diagnostics."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that stop a compilation."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)
