"""The assignments that an analysis has followed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from kale.analysis import Analysis
from kale.analysis.events import Bind, Read
from kale.analysis.program import Line
from kale.diagnostics import Span


@dataclass(frozen=True)
class Assignment:
    """A statement of a step gives a name a new meaning.

    Attributes:
        name: The name.
        step: Name of the step.
        bind: What binds it.
        line: The statement.
    """

    name: str
    step: str
    bind: Bind
    line: Line

    @property
    def span(self) -> Span:
        """Where the name stands."""
        return self.line.span(self.bind.place)

    @property
    def reads_itself(self) -> bool:
        """Whether the new meaning depends on the old one."""
        before = takewhile(lambda event: event is not self.bind, self.line.statement.events)
        return any(isinstance(event, Read) and event.name == self.name for event in before)


def assignments(analysis: Analysis) -> tuple[Assignment, ...]:
    """Give the bindings in the cells of steps, in the order of the notebook."""
    return tuple(
        Assignment(bind.name, analysis.program.steps[line.step], bind, line)
        for line in analysis.program.lines
        if line.step is not None
        for bind in line.statement.bindings()
    )
