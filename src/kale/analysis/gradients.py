"""Gradients, which flow back to what a value was computed from.

``loss.backward()`` fills the ``grad`` of every tensor that ``loss`` was computed from and that wants gradients, though
the call speaks of ``loss`` alone. So each version of a name knows the names of such tensors, and of the modules and
containers that hold them, behind the value that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis.events import Bind, Call, Mutate
from kale.analysis.gradient_makers import GradientMakers
from kale.analysis.knowledge.tensors import BACKWARD, COPYING, CUTTING_METHODS, WANTING_ATTRIBUTE, WANTING_METHODS
from kale.analysis.outcomes import Outcome, all_arguments
from kale.analysis.rules import VALUE_CANNOT_CROSS
from kale.analysis.situation import Situation
from kale.analysis.ties import Ties
from kale.analysis.values import NO_ROOTS, Result, Roots, Value, names_in, originals
from kale.analysis.versions import Form, Version
from kale.diagnostics import Related

_NOTHING: frozenset[str] = frozenset()


class GradientFlow:
    """Follows gradients.

    Args:
        situation: Where in the notebook the dataflow is.
    """

    def __init__(self, situation: Situation) -> None:
        self._at = situation
        self._makers = GradientMakers(situation.effects)
        self._read: dict[str, frozenset[str]] = {}
        self._met = situation.effects.computes_gradients

    def behind(self, event: Bind) -> frozenset[str]:
        """Give the names of what collects gradients behind the value that a name is bound to."""
        value = event.value
        if not self._met or value.immutable:
            return _NOTHING
        if self._makes(value):
            return self._computed_from(value) | {event.name}
        last = self._made_by(value)
        if last in CUTTING_METHODS:
            return _NOTHING
        found = self._computed_from(value)
        holds = last in COPYING or not found.isdisjoint(names_in(originals(self._at.trace.resolve(value.roots))))
        return found | {event.name} if found and holds else found

    def note_change(self, event: Mutate, ties: Ties) -> None:
        """Take note of what an object holds after a change, and of a tensor that is told to collect gradients."""
        if self._met:
            roots = self._at.trace.resolve(event.roots)
            self._add(roots, event.carries)
            if event.item is not None and event.item[0] == WANTING_ATTRIBUTE:
                self._let_collect(roots, ties)

    def note_call(self, event: Call, mutated: Roots, ties: Ties) -> None:
        """Take note of what objects hold after a call that changes them, as :meth:`note_change` does."""
        if self._met and mutated:
            self._add(mutated, event.passed)
            if event.method in WANTING_METHODS:
                self._let_collect(self._at.trace.resolve(event.receiver), ties)

    def filled_by(self, event: Call, outcome: Outcome) -> Roots:
        """Give what collects gradients in a call that lets them flow back."""
        if not self._met or not (outcome.backpropagates or self._is_held(event, outcome)):
            return NO_ROOTS
        self._note_missing_computation(event)
        names = names_in(self._at.trace.resolve(event.receiver | all_arguments(event)))
        names += [*event.passed, event.callee or ""]
        read = (self._at.effects.reads_of(function) for function in outcome.functions)
        return self._behind(frozenset(names).union(*read))

    def _made_by(self, value: Value) -> str:
        """Give the name of the function or method whose result a value is."""
        numbers = {root.number for root in value.roots if isinstance(root, Result)}
        made = (call for call in self._at.line.statement.calls() if call.number in numbers)
        return next((call.method or call.callee or "" for call in made), "")

    def _makes(self, value: Value) -> bool:
        return self._makers.make(value, self._at.line.statement.calls())

    def _add(self, roots: Roots, names: frozenset[str]) -> None:
        found = self._behind(names)
        for version in self._at.namespace.existing(roots) if found else ():
            version.gradients |= found

    def _let_collect(self, roots: Roots, ties: Ties) -> None:
        names = set(names_in(roots))
        for version in self._at.namespace.existing(names.union(*map(ties.of, names))):
            version.gradients |= {version.name}

    def _computed_from(self, value: Value) -> frozenset[str]:
        return self._behind(value.mentions | value.passes | value.calls)

    def _behind(self, names: Iterable[str]) -> frozenset[str]:
        """Give what collects gradients behind the values of names, and behind what functions among them read."""
        found: set[str] = set()
        for name in names:
            version = self._at.namespace.get(name)
            if version is None or version.form is Form.FUNCTION:
                read = self._at.namespace.existing(self._reads_of(name))
                found = found.union(*(each.gradients for each in read))
            if version is not None:
                found |= version.gradients
        return frozenset(found)

    def _reads_of(self, name: str) -> frozenset[str]:
        """Give the names that a function of the notebook reads when it is called."""
        if name not in self._read:
            functions = self._at.effects.functions.get(name, ())
            self._read[name] = _NOTHING.union(*map(self._at.effects.reads_of, functions))
        return self._read[name]

    def _is_held(self, event: Call, outcome: Outcome) -> bool:
        """Whether a call is one of an object that holds a function which lets gradients flow back."""
        called = names_in(self._at.trace.resolve(outcome.called))
        versions = self._at.namespace.existing((*called, event.callee or ""))
        held = _NOTHING.union(*(version.functions for version in versions if version.form is Form.PLAIN))
        return bool(held) and self._at.effects.carried_functions(held).backpropagates

    def _note_missing_computation(self, event: Call) -> None:
        """Say where gradients would have to flow back into another step, in which they were not asked for."""
        if event.callee is None or event.method != BACKWARD or self._at.effects.has_own_backward:
            return
        given = event.receiver.union(*event.positional[:1])
        for version in self._at.namespace.existing(self._at.trace.resolve(given)):
            if version.gradients and version.step not in (None, self._at.owner) and self._is_computed(version):
                assert version.line is not None
                self._at.report.add(
                    VALUE_CANNOT_CROSS.at(
                        self._at.line.span(event.place),
                        f"no gradients flow back from {version.name!r} into the step that computes it",
                        related=[
                            Related(span=version.line.span(version.place), message=f"{version.name!r} is computed here")
                        ],
                        help="call backward() in the step that computes what it is called on",
                    )
                )

    def _is_computed(self, version: Version) -> bool:
        """Whether a statement computes a value of things that want gradients, rather than making one of these."""
        assert version.line is not None
        statement = version.line.statement
        made = [bind.value for bind in statement.bindings() if (bind.name, bind.place) == (version.name, version.place)]
        return any(value.alias is None and not self._makers.make(value, statement.calls()) for value in made)
