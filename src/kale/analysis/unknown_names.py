"""Names that are read and that nothing has bound."""

from __future__ import annotations

from kale.analysis import knowledge
from kale.analysis.effects import Effects
from kale.analysis.events import Read
from kale.analysis.program import Line
from kale.analysis.rules import NOTEBOOK_HISTORY, UNDEFINED_IN_FUNCTION, UNDEFINED_NAME
from kale.builtin_names import is_everywhere
from kale.diagnostics import Diagnostic, Report
from kale.suggestion import closest


class UnknownNames:
    """Reports names that nothing binds, once it is clear that nothing does.

    Args:
        effects: Knows every name that the notebook binds anywhere.
        report: Takes the problems.
    """

    def __init__(self, effects: Effects, report: Report) -> None:
        self._bound = effects.bound
        self._report = report
        self._deferred: list[tuple[Line, Read]] = []
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
            self._report.add(self._problem(line, event))

    def report_deferred(self) -> None:
        """Report the names in functions that the whole notebook does not bind."""
        for line, event in () if self.star_import else self._deferred:
            if event.name not in self._bound and not event.guarded:
                self._report.add(
                    UNDEFINED_IN_FUNCTION.at(
                        line.span(event.place),
                        f"a function reads {event.name!r}, which nothing in the notebook binds",
                        help=self._nearest(event.name),
                    )
                )

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
        if name in self._bound:
            return UNDEFINED_NAME.at(span, f"{name!r} is used before the notebook binds it")
        return UNDEFINED_NAME.at(span, f"nothing in the notebook binds {name!r}", help=self._nearest(name))


def _is_history(name: str) -> bool:
    return name in knowledge.HISTORY_NAMES or (name.startswith("_") and name.strip("_").isdigit()) or name == "_"
