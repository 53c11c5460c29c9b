"""What a sequence of events does, with the results of calls resolved on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from kale.analysis.events import Bind, Call, Enter, Event, Leave, Mutate, Share
from kale.analysis.facts import Function
from kale.analysis.files import FileUse
from kale.analysis.knowledge import words
from kale.analysis.library_settings import setting_of_change
from kale.analysis.outcomes import Outcome
from kale.analysis.process_state import ENVIRONMENT_CHANGE, ENVIRONMENT_PATH, StateUse
from kale.analysis.text_resolution import with_results
from kale.analysis.values import (
    NO_ROOTS,
    Choice,
    Copy,
    Derived,
    Items,
    Result,
    Root,
    Roots,
    Text,
    copied,
    inside,
    within,
    without_copies,
)

_ADDING: Final = frozenset({"__add__", "__or__", "__sub__", "__and__", "__xor__"})
"""Operators of which both operands are lists, dictionaries or sets, or none is."""

_REPEATING: Final = "__mul__"
_COPYING: Final = _ADDING | {_REPEATING} | words("copy __copy__ union difference intersection symmetric_difference")
"""Methods whose results, for lists, dictionaries and sets, hold elements of what they are given."""

_INDIRECT: Final = (Result, Copy)
_MADE_PARTS: Final = (Result, Choice, Derived)


class CallKnowledge(Protocol):
    """Knows what calls do."""

    def outcome(self, call: Call, owner: Function | None = None) -> Outcome:
        """Give what ``call`` does; ``owner`` is the function whose body it stands in."""
        ...

    def qualify(self, path: str | None) -> str | None:
        """Give the full dotted path of something imported or built in; ``None`` for the notebook's own names."""
        ...


class Trace:
    """Follows events and resolves the results of calls on the way.

    Attributes:
        mutated: What was changed in place.
        mutated_instances: What was changed in place if it is of a class of the notebook's.
        stored: Pairs of which the first now holds on to the second.
        bound: Names of the notebook bound by functions that were called.
        states: Process state that was touched.
        called: Objects that were called.
        keyed: Objects of which items were read.
        iterated: Objects that were gone through.
        handed: Objects that were handed to functions of libraries.
        drawn: Objects that were drawn, or drawn on if they are axes.
        files: Files that were touched, in order.
        backpropagates: Gradients flowed back.
    """

    def __init__(
        self, effects: CallKnowledge, owner: Function | None = None, merges: Callable[[str], bool] = lambda _: True
    ) -> None:
        self._effects = effects
        self._merges = merges
        self._owner = owner
        self._results: dict[int, Roots] = {}
        self._kept: dict[int, Roots] = {}
        self._raised: dict[int, Roots] = {}
        self._texts: dict[int, Text] = {}
        self._items: dict[int, Items] = {}
        self.mutated: set[Root] = set()
        self.mutated_instances: set[Root] = set()
        self._instances: set[int] = set()
        self._computed: set[int] = set()
        self.stored: set[tuple[Root, Root]] = set()
        self.bound: frozenset[str] = frozenset()
        self.states: set[StateUse] = set()
        self.called: Roots = NO_ROOTS
        self.keyed: Roots = NO_ROOTS
        self.iterated: Roots = NO_ROOTS
        self.handed: Roots = NO_ROOTS
        self.drawn: Roots = NO_ROOTS
        self.files: list[FileUse] = []
        self.backpropagates = False
        self._branches = 0

    def follow(self, event: Event) -> None:
        """Take one event into account."""
        if isinstance(event, Call):
            self.call(event)
        elif isinstance(event, Mutate):
            self._change(event)
        elif isinstance(event, Share) and not event.if_made_by:
            self._store(event.target, event.source)
        elif isinstance(event, Bind):
            self._store(frozenset((event.name,)), event.value.roots)
        elif isinstance(event, Enter | Leave):
            self._branches += 1 if isinstance(event, Enter) else -1

    def _change(self, event: Mutate) -> None:
        roots = without_copies(self.resolve(event.roots))
        if event.if_iterator:
            self.iterated |= roots
        elif event.if_defaulting:
            self.keyed |= roots
        else:
            self.mutated |= roots
            self.states |= self.changed_state(event)

    def call(self, event: Call) -> Outcome:
        """Take a call into account and give what it does, in terms of arguments and names."""
        if any(isinstance(part, _MADE_PARTS) for _, text in event.texts for part in text):
            known = tuple((place, self.text_of(text)) for place, text in event.texts)
            event = event._replace(texts=tuple((place, text) for place, text in known if text is not None))
        outcome = self._effects.outcome(event, self._owner)
        if outcome.text is not None:
            self._texts[event.number] = outcome.text
        if outcome.items:
            self._items[event.number] = outcome.items
        if outcome.returned:
            self._results[event.number] = within(self.resolve(outcome.returned - {Result(event.number)}))
        if outcome.constructs:
            self._instances.add(event.number)
        if outcome.kept:
            self._kept[event.number] = within(self.resolve(outcome.kept))
        if outcome.raised:
            self._raised[event.number] = within(self.resolve(outcome.raised))
        if event.method in _COPYING:
            self._copy(event)
        self._take(outcome)
        self.files += [use._replace(certain=False) for use in outcome.files] if self._branches else outcome.files
        return outcome

    def _take(self, outcome: Outcome) -> None:
        """Take into account what a call does to objects and to the process."""
        if outcome.mutated:
            self.mutated |= self.changed(outcome)
        if outcome.mutated_instances:
            self.mutated_instances |= self.resolve(outcome.mutated_instances)
            self.mutated |= self.changed_instances(outcome)
        for target, source in outcome.stored:
            self._store(frozenset((target,)), frozenset((source,)))
        self.bound |= outcome.bound
        self.states |= outcome.states
        if outcome.called:
            self.called |= self.resolve(outcome.called)
        if outcome.keyed:
            self.keyed |= self.resolve(outcome.keyed)
        if outcome.iterated:
            self.iterated |= self.resolve(outcome.iterated)
        if outcome.handed:
            self.handed |= self.resolve(outcome.handed)
        if outcome.drawn:
            self.drawn |= self.resolve(outcome.drawn)
        self.backpropagates |= outcome.backpropagates

    def changed(self, outcome: Outcome) -> Roots:
        """Give what a call changes in place; a method of a library changes a copy, and no elements of it."""
        found = self.resolve(outcome.mutated)
        return found if outcome.functions else without_copies(found)

    def changed_instances(self, outcome: Outcome) -> Roots:
        """Give what changes because an instance holds it that was made here, such as that of ``with Timer(log):``."""
        results = (root for root in outcome.mutated_instances if isinstance(root, Result))
        return self.resolve(frozenset(root for root in results if root.number in self._instances))

    def changed_state(self, event: Mutate) -> frozenset[StateUse]:
        """Give the process state that a change in place changes."""
        path = self._effects.qualify(event.path)
        if path == ENVIRONMENT_PATH:
            return frozenset((ENVIRONMENT_CHANGE,))
        return setting_of_change(path, self._effects.qualify(event.maker))

    def _store(self, targets: Roots, sources: Roots) -> None:
        held = self.resolve(sources)
        self.stored |= {(target, source) for target in self.resolve(targets) for source in held}

    def _copy(self, event: Call) -> None:
        """Let the copy of a list or the like, or the sum of several, share their elements."""
        operands = [copied(self.resolve(roots)) for roots in (event.receiver, *event.positional)]
        merging = [self.resolve(roots) for roots in operands]
        if event.method == _REPEATING:
            # One of the operands must be a number.
            numbers = any(not left for left in merging)
            self.let(event.number, NO_ROOTS.union(*merging) if numbers else NO_ROOTS)
        elif event.method in _ADDING and any(roots and not left for roots, left in zip(operands, merging, strict=True)):
            # What is added to a number is no list either.
            self._computed.add(event.number)
        else:
            self.let(event.number, NO_ROOTS.union(*merging))

    def let(self, number: int, roots: Roots) -> None:
        """Let the result of a call share objects with ``roots``."""
        self._results[number] = self._results.get(number, NO_ROOTS) | self.resolve(roots)

    @property
    def raised(self) -> Roots:
        """What exceptions share objects with that calls may have raised."""
        return NO_ROOTS.union(*self._raised.values())

    def computes(self, roots: Roots) -> bool:
        """Whether roots stand for the result of an operator that no list knows, in this statement."""
        return bool(roots) and all(isinstance(root, Result) and root.number in self._computed for root in roots)

    def text_of(self, text: Text | None) -> Text | None:
        """Replace the results of calls in a text by the texts that they are, as far as they are known."""
        return with_results(text, self._texts) if text is not None else None

    def items_of(self, roots: Roots) -> Items:
        """Give the texts that the result of a call holds, if it is what the roots stand for."""
        if not self._items:
            return ()
        numbers = [root.number for root in roots if isinstance(root, Result) and not root.element]
        return self._items.get(numbers[0], ()) if len(numbers) == 1 else ()

    def resolve(self, roots: Roots) -> Roots:
        """Replace the results of calls by what they share, and leave out copies of what has no elements to share."""
        if not roots:
            return roots
        results = [root for root in roots if isinstance(root, _INDIRECT)]
        return roots.difference(results).union(*map(self._returned, results)) if results else roots

    def _returned(self, root: Result | Copy) -> Roots:
        if isinstance(root, Copy):
            if isinstance(root.of, Result):
                return copied(self._returned(root.of))
            return NO_ROOTS if isinstance(root.of, str) and not self._merges(root.of) else frozenset((root,))
        if root.raised:
            return self._raised.get(root.number, NO_ROOTS)
        shared = self._results.get(root.number, NO_ROOTS)
        if root.number in self._kept and not root.element:
            shared |= self._kept[root.number]
        return inside(shared) if root.inside and shared else shared
