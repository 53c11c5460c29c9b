"""Comments that silence warnings where they stand: ``# kale: ignore[K501]`` or ``# kale: ignore``.

A comment counts for diagnostics on its line, and for those that span several lines of which it stands on one. Codes
and names of rules mean the same. Errors cannot be silenced, because nothing can be compiled as long as they are there.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kale.diagnostics import Diagnostic, Fix, ReplaceText, Rule, Severity, Span
from kale.notebook import Notebook
from kale.notebook.notebook import NotebookCell

UNUSED_SUPPRESSION: Final = Rule("K515", "unused-suppression", Severity.NOTE)
"""A comment ``# kale: ignore`` silences nothing, because the warning is gone or is an error."""

_COMMENT: Final = re.compile(
    r"#\s*kale:\s*(?P<before>(?:[^#;]*;\s*)*)ignore\b(?:\s*\[(?P<codes>[^\]#]*)\])?[^#;]*(?P<after>;?)"
)
_UNFINISHED: Final = (tokenize.TokenError, SyntaxError, ValueError)


@dataclass(frozen=True)
class IgnoreComment:
    """A comment that silences warnings.

    Attributes:
        span: The comment, from ``#`` on.
        codes: Codes or names of the rules that it silences; all when it names none.
        alone: Whether the comment says nothing else to kale.
    """

    span: Span
    codes: tuple[str, ...]
    alone: bool = True

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic lies where the comment counts, whatever its rule."""
        place = diagnostic.span
        return (
            place is not None
            and place.cell == self.span.cell
            and place.line <= self.span.line <= max(place.line, place.end_line)
        )

    def word_for(self, diagnostic: Diagnostic) -> str | None:
        """Give the word of the comment that speaks of a diagnostic's rule; an empty one for a comment on all rules."""
        if not self.codes:
            return ""
        return next((word for word in self.codes if word.upper() == diagnostic.code or word == diagnostic.slug), None)


def ignore_comments(notebook: Notebook) -> tuple[IgnoreComment, ...]:
    """Give the comments in the code cells of a notebook, in order."""
    return tuple(comment for cell in notebook.code_cells for comment in _comments_in(cell))


def unsilenced(notebook: Notebook, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Give the diagnostics that no comment silences."""
    comments = ignore_comments(notebook)
    return tuple(diagnostic for diagnostic in diagnostics if not _is_silenced(diagnostic, comments))


def unused_comments(notebook: Notebook, diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Say which comments, or which of their codes, silence nothing.

    Args:
        notebook: The notebook.
        diagnostics: Everything that was found in it, also what comments silence.
    """
    for comment in ignore_comments(notebook):
        covered = [diagnostic for diagnostic in diagnostics if comment.covers(diagnostic)]
        used = {comment.word_for(diagnostic) for diagnostic in covered if diagnostic.severity is not Severity.ERROR}
        errors = {comment.word_for(diagnostic) for diagnostic in covered if diagnostic.severity is Severity.ERROR}
        unused = [code for code in comment.codes or ("",) if code not in used]
        if unused:
            yield _unused(comment, unused, errors)


def _unused(comment: IgnoreComment, unused: Sequence[str], errors: set[str | None]) -> Diagnostic:
    named = ", ".join(unused) if comment.codes else "a warning"
    why = "an error cannot be silenced" if errors.intersection(unused) else f"there is no {named} here"
    left = [code for code in comment.codes if code not in unused]
    by = f"# kale: ignore[{', '.join(left)}]" if left else ""
    description = f"remove {named} from the comment" if left else "remove the comment"
    fix = Fix(description=description, edits=(ReplaceText(span=comment.span, by=by),))
    message = f"the comment silences nothing: {why}"
    return UNUSED_SUPPRESSION.at(comment.span, message, fix=fix if comment.alone else None)


def _is_silenced(diagnostic: Diagnostic, comments: Iterable[IgnoreComment]) -> bool:
    if diagnostic.severity is Severity.ERROR:
        return False
    return any(comment.covers(diagnostic) and comment.word_for(diagnostic) is not None for comment in comments)


def _comments_in(cell: NotebookCell) -> Iterator[IgnoreComment]:
    if "kale:" not in cell.source:
        return
    for line, column, text in _hash_comments(cell.code):
        match = _COMMENT.search(text)
        if match is not None:
            start = column + match.start()
            span = Span(
                cell=cell.number,
                line=line,
                column=start + 1,
                end_line=line,
                end_column=start + 1 + len(match[0].rstrip()),
                cell_id=cell.cell_id,
            )
            words = dict.fromkeys(word for word in _words(match["codes"]) if word)
            yield IgnoreComment(span, tuple(words), alone=not (match["before"] or match["after"]))


def _words(codes: str | None) -> Iterator[str]:
    return (word.strip() for word in (codes or "").split(","))


def _hash_comments(source: str) -> Iterator[tuple[int, int, str]]:
    """Give the comments of a cell: line from 1, column from 0, text.

    What cannot be read as Python, such as a cell with magics, is searched line by line.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except _UNFINISHED:
        for number, line in enumerate(source.split("\n"), start=1):
            match = _COMMENT.search(line)
            if match is not None and line[: match.start()].count("'") % 2 == line[: match.start()].count('"') % 2 == 0:
                yield number, match.start(), line[match.start() :]
        return
    for token in tokens:
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.start[1], token.string
