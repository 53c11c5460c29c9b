"""Names that are read and that nothing has bound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kale.analysis import knowledge
from kale.analysis.effects import Effects
from kale.analysis.events import Read
from kale.analysis.program import Line, Program
from kale.analysis.rules import NOTEBOOK_HISTORY, UNDEFINED_IN_FUNCTION, UNDEFINED_NAME
from kale.analysis.versions import Version, VersionKind
from kale.builtin_names import is_everywhere
from kale.diagnostics import Diagnostic, Related, Report
from kale.suggestion import closest


class UnknownNames:
    """Reports names that nothing binds, once it is clear that nothing does.

    Args:
        program: The notebook.
        effects: Knows every name that the notebook binds anywhere.
        report: Takes the problems.
    """

    def __init__(self, program: Program, effects: Effects, report: Report) -> None:
        self._program = program
        self._bound = effects.bound
        self._report = report
        self._deferred: list[tuple[Line, Read]] = []
        self._early: list[tuple[Line, Read]] = []
        self._suggestions: dict[str, str | None] = {}
        self._line: Line | None = None
        self._bound_in_line: frozenset[str] = frozenset()
        self.star_import = False

    def note(self, line: Line, event: Read) -> None:
        """Take note of a read of a name that nothing has bound so far."""
        if self._binds(line, event.name) or is_everywhere(event.name):
            return
        if event.deferred:
            self._deferred.append((line, event))
        elif not (event.guarded or self.star_import or line.statement.blind):
            if event.name in self._bound and not _is_history(event.name):
                self._early.append((line, event))
            else:
                self._report.add(self._problem(line, event))

    def note_deleted(self, line: Line, event: Read, deleted: Version) -> None:
        """Take note of a read of a name that has surely been deleted, and not bound again.

        Args:
            line: The statement.
            event: The read.
            deleted: What the name stands for since then.
        """
        if self._binds(line, event.name) or is_everywhere(event.name):
            return
        if event.guarded or self.star_import or self._blind_spot is not None:
            return
        place = [] if deleted.line is None else [Related(span=deleted.line.span(deleted.place), message="deleted here")]
        message = f"{event.name!r} has been deleted, and nothing binds it again"
        advice = "keep the name, or bind it again before it is used"
        self._report.add(UNDEFINED_NAME.at(line.span(event.place), message, related=place, help=advice))

    def report_the_rest(self, history: Iterable[Version]) -> None:
        """Report what can be told only at the end of the notebook.

        Names in functions are unknown if no cell binds them; others that are read too early are bound further down.

        Args:
            history: Everything that names came to stand for, in order.
        """
        if not self.star_import:
            self._report.extend(
                self._problem_in_function(*note) for note in self._deferred if self._is_unknown(note[1])
            )
        first: dict[str, Version] = {}
        for version in history if self._early else ():
            if version.kind is not VersionKind.ABSENT:
                first.setdefault(version.name, version)
        for line, event in self._early:
            self._report.add(_too_early(line, event, first.get(event.name)))

    def _is_unknown(self, event: Read) -> bool:
        return event.name not in self._bound and not event.guarded

    def _binds(self, line: Line, name: str) -> bool:
        """Whether the statement itself binds a name."""
        if line is not self._line:
            self._line, self._bound_in_line = line, frozenset(bind.name for bind in line.statement.bindings())
        return name in self._bound_in_line

    def _nearest(self, name: str) -> str | None:
        if name not in self._suggestions:
            self._suggestions[name] = closest(name, self._bound)
        return self._suggestions[name]

    def _problem(self, line: Line, event: Read) -> Diagnostic:
        name, span = event.name, line.span(event.place)
        if _is_history(name):
            return NOTEBOOK_HISTORY.at(
                span,
                f"{name!r} is the notebook's own record of what was run, which a step does not have",
                help="give the value a name in the cell that computes it",
            )
        near, blind = self._nearest(name), self._blind_spot
        message = f"nothing in the notebook binds {name!r}"
        if near is not None or blind is None:
            return UNDEFINED_NAME.at(span, message, help=near)
        return UNDEFINED_NAME.at(span, message, related=[blind], help=f"assign {name!r} by its name")

    def _problem_in_function(self, line: Line, event: Read) -> Diagnostic:
        own = {
            name
            for function in line.statement.functions
            if function.place.encloses(event.place)
            for name in function.parameters
        }
        return UNDEFINED_IN_FUNCTION.at(
            line.span(event.place),
            f"a function reads {event.name!r}, which nothing in the notebook binds",
            help=closest(event.name, own) or self._nearest(event.name),
        )

    @cached_property
    def _blind_spot(self) -> Related | None:
        """Give the first place where names may be bound that the text of the notebook does not show."""
        for line in self._program.lines:
            for name, place in line.statement.blind:
                return Related(span=line.span(place), message=f"{name}() may bind it, but nobody can tell which names")
        return None


def _too_early(line: Line, event: Read, bound: Version | None) -> Diagnostic:
    message, span = f"{event.name!r} is used before the notebook binds it", line.span(event.place)
    if bound is None or bound.line is None:
        return UNDEFINED_NAME.at(span, message)
    related = [Related(span=bound.line.span(bound.place), message=f"{event.name!r} is first bound here")]
    return UNDEFINED_NAME.at(span, message, related=related, help="move the cell that binds it up")


def _is_history(name: str) -> bool:
    return name in knowledge.HISTORY_NAMES or (name.startswith("_") and name.strip("_").isdigit()) or name == "_"
