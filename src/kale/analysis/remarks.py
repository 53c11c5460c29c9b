"""What the user states in ``# kale:`` comments, where the analysis cannot see it.

``# kale: mutates df`` says that a statement changes ``df`` in place, ``# kale: needs x, y`` that it reads variables
that its text does not name, ``# kale: pure`` that the functions which it calls change nothing; on a ``def``, that
calling the function changes nothing. Several stand on one line with a semicolon between them. A comment belongs to
the statement on its line, or else to the one below.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kale.analysis.events import Call, Event, Mutate, Read
from kale.analysis.facts import Statement
from kale.analysis.rules import UNKNOWN_REMARK
from kale.analysis.values import Place
from kale.diagnostics import Diagnostic
from kale.pipeline import Cell, Remark
from kale.suggestion import closest

_COMMENT: Final = re.compile(r"#\s*kale:\s*(?P<text>.*?)\s*$")
_PART: Final = re.compile(r"(?P<word>[\w-]*)\s*(?P<rest>.*)", re.DOTALL)
_WORDS: Final = ("mutates", "needs", "pure")
_FOR_OTHERS: Final = "ignore"
"""Comments that begin with this word are for ``kale check``."""


@dataclass(frozen=True)
class PlacedRemark:
    """A remark and the comment that it stands in; without a place, it is of the whole cell."""

    remark: Remark
    place: Place | None


def remarks_of(cell: Cell) -> tuple[list[PlacedRemark], list[Diagnostic]]:
    """Give what a cell's comments and metadata state, and what is wrong with the comments."""
    found = [PlacedRemark(remark, None) for remark in cell.remarks]
    problems: list[Diagnostic] = []
    for place, text in _comments(cell.source):
        for part in filter(None, (part.strip() for part in text.split(";"))):
            remark = _parse(part)
            if isinstance(remark, Remark):
                found.append(PlacedRemark(remark, place))
            elif remark is not None:
                span = cell.span(place.line, place.column, end_column=place.end_column)
                problems.append(UNKNOWN_REMARK.at(span, remark, help=_help(part)))
    return found, problems


def with_remarks(statements: Sequence[Statement], remarks: Iterable[PlacedRemark]) -> list[Statement]:
    """Give a cell's statements with what is stated of them taken as true."""
    result = list(statements)
    for placed in remarks if result else ():
        for index in _meant(result, placed):
            place = placed.place or Place(result[index].first_line, 1, result[index].first_line, 1)
            result[index] = _with_remark(result[index], placed.remark, place)
    return result


def _comments(source: str) -> Iterator[tuple[Place, str]]:
    if "kale:" not in source:
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        match = _COMMENT.match(token.string) if token.type == tokenize.COMMENT else None
        if match is not None:
            (line, column), (_, end) = token.start, token.end
            yield Place(line, column + 1, line, end + 1), match["text"]


def _parse(part: str) -> Remark | str | None:
    """Give a remark, what is wrong with it, or nothing if it is for somebody else."""
    match = _PART.fullmatch(part)
    assert match is not None
    word, names = match["word"], match["rest"].replace(",", " ").split()
    if word == _FOR_OTHERS:
        return None
    if word == "pure":
        return f"'pure' takes no names, but here stands {' '.join(names)!r}" if names else Remark(kind="pure")
    if word not in ("mutates", "needs"):
        return f"{part!r} is not something that can be said of code"
    wrong = [name for name in names if not name.isidentifier()]
    if wrong or not names:
        return f"{wrong[0]!r} is not the name of a variable" if wrong else f"{word!r} needs the name of a variable"
    return Remark(kind="mutates" if word == "mutates" else "needs", names=tuple(names))


def _help(part: str) -> str:
    return closest(part.split(maxsplit=1)[0], _WORDS) or "write 'mutates NAME', 'needs NAME' or 'pure'"


def _meant(statements: Sequence[Statement], placed: PlacedRemark) -> range:
    """Give the indexes of the statements that a remark is about."""
    last = len(statements) - 1
    if placed.place is None:
        first = {"pure": 0, "needs": 0, "mutates": last}[placed.remark.kind]
        return range(first, {"pure": last, "needs": 0, "mutates": last}[placed.remark.kind] + 1)
    line = placed.place.line
    index = next((index for index, statement in enumerate(statements) if statement.last_line >= line), last)
    return range(index, index + 1)


def _with_remark(statement: Statement, remark: Remark, place: Place) -> Statement:
    if remark.kind == "pure":
        events = tuple(event._replace(pure=True) if isinstance(event, Call) else event for event in statement.events)
        functions = tuple(replace(function, pure=True) for function in statement.functions)
        return replace(statement, events=events, functions=functions)
    reads: tuple[Event, ...] = tuple(Read(name, place) for name in remark.names)
    if remark.kind == "needs":
        return replace(statement, events=(*reads, *statement.events), blind=())
    changes = tuple(Mutate(frozenset((name,)), place, "what a comment says") for name in remark.names)
    return replace(statement, events=(*reads, *statement.events, *changes))
