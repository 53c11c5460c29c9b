"""What the notebook's own functions do, summarised from their bodies to a fixed point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kale.analysis import knowledge
from kale.analysis.class_hierarchy import ClassHierarchy
from kale.analysis.definitions import Definitions
from kale.analysis.events import Call
from kale.analysis.facts import Function
from kale.analysis.files import FileUse
from kale.analysis.holders import Holders
from kale.analysis.outcomes import NOTHING_DONE, Given, Outcome, few, merged
from kale.analysis.trace import Trace
from kale.analysis.values import Argument

_ROUNDS: Final = 12


@dataclass
class Summaries(Definitions):
    """Knows what calling the notebook's functions does, in terms of their arguments and of the names around them.

    Attributes:
        saved_classes: Names of the classes that are handed over as values: an instance brings its class along.
    """

    saved_classes: frozenset[str] = frozenset()
    _summaries: dict[Function, Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._hierarchy = ClassHierarchy(self.classes, self.qualify)

    def outcome(self, call: Call, owner: Function | None = None) -> Outcome:
        """Give what ``call`` does; ``owner`` is the function whose body it stands in."""
        raise NotImplementedError

    @property
    def computes_gradients(self) -> bool:
        """Whether the notebook may let gradients flow back with PyTorch."""
        return self.imports_tensors or any(summary.backpropagates for summary in self._summaries.values())

    def summary_of(self, function: Function) -> Outcome:
        """Give what calling a function does, in terms of its arguments and of the names around it."""
        return self._summaries.get(function, NOTHING_DONE)

    def summarise(self) -> None:
        """Learn what the functions do, each from what the others do that it calls."""
        groups = (self.functions, self.methods)
        outer = [function for group in groups for found in group.values() for function in found]
        every = [*outer, *(inner for function in outer for inner in function.made())]
        for _ in range(_ROUNDS):
            changed = False
            for function in every:
                summary = self._summary(function)
                if summary != self._summaries.get(function):
                    self._summaries[function] = summary
                    changed = True
            if not changed:
                return

    def _summary(self, function: Function) -> Outcome:
        trace = Trace(self, function)
        for event in function.events:
            trace.follow(event)
        holders = Holders(trace.stored)
        returned = holders.handed_out(trace.resolve(function.returns))
        files = few(use for use in trace.files if use.is_likely)
        if function.pure:
            return Outcome(returned=returned, files=tuple(use for use in files if not use.writes))
        return Outcome(
            mutated=holders.changed(trace.mutated),
            mutated_instances=holders.changed(trace.mutated_instances),
            stored=holders.pairs(),
            returned=returned,
            raised=holders.handed_out(trace.resolve(function.raises) | trace.raised),
            bound=function.binds | trace.bound,
            states=frozenset(trace.states),
            files=files,
            text=trace.text_of(function.text),
            called=holders.handed_out(trace.called),
            keyed=holders.handed_out(trace.keyed),
            iterated=holders.handed_out(trace.iterated),
            handed=holders.handed_out(trace.handed),
            drawn=holders.handed_out(trace.drawn),
            backpropagates=trace.backpropagates,
        )

    def change_objects(self, attributes: Iterable[str]) -> bool:
        """Whether methods among some attributes may change the object that they are taken out of."""
        return any(n in knowledge.HANDED_METHODS or self._changes_object(n) for n in map(_last, attributes))

    def only_read(self, attributes: Iterable[str]) -> bool:
        """Whether methods of all these names are known to change nothing."""
        return all(map(self._only_reads, map(_last, attributes)))

    def _only_reads(self, name: str) -> bool:
        own = [self.summary_of(method) for method in self.methods.get(name, ())]
        busy = any(found.mutated | found.mutated_instances | found.called | found.keyed for found in own)
        known = bool(own) or name in knowledge.READING_METHODS
        return known and not busy and name not in knowledge.MUTATING_METHODS

    def _changes_object(self, name: str) -> bool:
        own = ((method, self.summary_of(method)) for method in self.methods.get(name, ()))
        return any(bool(summary.mutated & set(map(Argument, method.parameters[:1]))) for method, summary in own)

    def carried_functions(self, names: Iterable[str]) -> Outcome:
        """Give what calling an object may do that was made with these functions of the notebook."""
        return merged(self._as_it_is(function) for function in self.own_functions(names))

    def made_by_classes(self, names: Iterable[str]) -> Outcome:
        """Give what calling an object may do that is, or holds, one of these classes of the notebook."""
        classes = (defined for name in sorted(names) for defined in self.classes.get(name, ()))
        return merged(self._as_it_is(method) for defined in classes for method in self._hierarchy.makers(defined))

    def files_of(self, names: Iterable[str], call: Call) -> tuple[FileUse, ...]:
        """Give the files that functions touch if they are what a call calls."""
        own = self.own_functions(names)
        uses = (Given.by(call, function, None).texts_in(self.summary_of(function)).files for function in own)
        return few(use for files in uses for use in files)

    def _as_it_is(self, function: Function) -> Outcome:
        """Give what a function does, as long as nobody says what it is called with."""
        summary = self.summary_of(function)
        return Given({}, {}).texts_in(summary._replace(functions=(function,)))


def _last(path: str) -> str:
    return path.rpartition(".")[2]
