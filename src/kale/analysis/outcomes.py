"""What a call does, and how what a function does looks to one that calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from kale.analysis.events import Call
from kale.analysis.facts import Function
from kale.analysis.files import FileUse
from kale.analysis.process_state import StateUse
from kale.analysis.text_resolution import applied
from kale.analysis.values import NO_ROOTS, Argument, Copy, Items, Root, Roots, Text, copied

Pairs = frozenset[tuple[Root, Root]]

_MOST_FILES: Final = 64
"""A function that touches more files than this is taken to touch files that the code does not show."""


class Outcome(NamedTuple):
    """What a call does, or what a function does in terms of its arguments and of the names around it.

    Attributes:
        mutated: What it changes in place.
        mutated_instances: What it changes in place if that is of a class of the notebook's.
        stored: Pairs of which the first holds on to the second afterwards.
        returned: What its result shares objects with.
        kept: What its result holds on to itself, though going through it gives new objects.
        raised: What exceptions that it raises share objects with.
        bound: Names of the notebook that it binds.
        states: Pieces of process state that it sets or uses.
        functions: Functions of the notebook that it may call.
        files: Files that it touches, in order.
        text: How the text is put together that it gives.
        items: Texts that what it gives holds.
        called: Objects that it calls, or takes out of something to call them.
        keyed: What it reads items of, which inserts missing ones into a ``defaultdict``.
        iterated: What it goes through, which moves an iterator.
        handed: What it hands to functions of libraries, which move an iterator or a random generator.
        drawn: What it draws, or draws on if that is axes.
        backpropagates: It lets gradients flow back to what something was computed from.
        constructs: It makes an instance of a class of the notebook's.
    """

    mutated: Roots = NO_ROOTS
    mutated_instances: Roots = NO_ROOTS
    stored: Pairs = frozenset()
    returned: Roots = NO_ROOTS
    kept: Roots = NO_ROOTS
    raised: Roots = NO_ROOTS
    bound: frozenset[str] = frozenset()
    states: frozenset[StateUse] = frozenset()
    functions: tuple[Function, ...] = ()
    files: tuple[FileUse, ...] = ()
    text: Text | None = None
    items: Items = ()
    called: Roots = NO_ROOTS
    keyed: Roots = NO_ROOTS
    iterated: Roots = NO_ROOTS
    handed: Roots = NO_ROOTS
    drawn: Roots = NO_ROOTS
    backpropagates: bool = False
    constructs: bool = False


NOTHING_DONE: Final = Outcome()


def merged(outcomes: Iterable[Outcome]) -> Outcome:
    """Give what happens when each of these may."""
    every = [outcome for outcome in outcomes if outcome is not NOTHING_DONE]
    if len(every) <= 1:
        return every[0] if every else NOTHING_DONE
    return Outcome(
        mutated=NO_ROOTS.union(*(outcome.mutated for outcome in every)),
        mutated_instances=NO_ROOTS.union(*(outcome.mutated_instances for outcome in every)),
        stored=Pairs().union(*(outcome.stored for outcome in every)),
        returned=NO_ROOTS.union(*(outcome.returned for outcome in every)),
        kept=NO_ROOTS.union(*(outcome.kept for outcome in every)),
        raised=NO_ROOTS.union(*(outcome.raised for outcome in every)),
        bound=frozenset[str]().union(*(outcome.bound for outcome in every)),
        states=frozenset[StateUse]().union(*(outcome.states for outcome in every)),
        functions=tuple(dict.fromkeys(function for outcome in every for function in outcome.functions)),
        files=few(use for outcome in every for use in outcome.files),
        called=NO_ROOTS.union(*(outcome.called for outcome in every)),
        keyed=NO_ROOTS.union(*(outcome.keyed for outcome in every)),
        iterated=NO_ROOTS.union(*(outcome.iterated for outcome in every)),
        handed=NO_ROOTS.union(*(outcome.handed for outcome in every)),
        drawn=NO_ROOTS.union(*(outcome.drawn for outcome in every)),
        items=next((outcome.items for outcome in every if outcome.items), ()),
        backpropagates=any(outcome.backpropagates for outcome in every),
        constructs=any(outcome.constructs for outcome in every),
        text=every[0].text if all(outcome.text == every[0].text for outcome in every) else None,
    )


def few(uses: Iterable[FileUse]) -> tuple[FileUse, ...]:
    """Give each use once; if there are too many, the first of them and one that may write anything."""
    distinct = tuple(dict.fromkeys(uses))
    if len(distinct) <= _MOST_FILES:
        return distinct
    return (*distinct[: _MOST_FILES - 1], FileUse(None, writes=True))


class Given(NamedTuple):
    """What a function's parameters stand for in one call; those left at their default are missing in ``roots``.

    Attributes:
        roots: What each shares objects with.
        texts: What each is, where it is a text or a path.
    """

    roots: dict[str, Roots]
    texts: Mapping[str, Text]

    @classmethod
    def by(cls, call: Call, function: Function, receiver: Roots | None) -> Given:
        """Bind the arguments of a call.

        Args:
            call: The call.
            function: The function.
            receiver: The object whose method it is; ``None`` for a plain function.
        """
        bound = receiver is not None and not function.static
        return cls(_given_roots(function, call, receiver), _given_texts(function, call, bound=bound))

    def translated(self, roots: Roots) -> Roots:
        """Give roots of a function's body as the caller knows them."""
        found: Roots = NO_ROOTS
        for root in roots:
            if isinstance(root, Argument):
                found |= self.roots.get(root.name, NO_ROOTS)
            elif isinstance(root, Copy) and isinstance(root.of, Argument):
                found |= copied(self.roots.get(root.of.name, NO_ROOTS))
            elif isinstance(root, str | Copy):
                found |= {root}
        return found

    def outcome(self, function: Function, summary: Outcome) -> Outcome:
        """Give what a function does in terms of what its parameters stand for."""
        files, text, items = self._texts_of(summary)
        return Outcome(
            kept=summary.kept,
            bound=summary.bound,
            states=summary.states,
            files=files,
            text=text,
            items=items,
            mutated=self.translated(summary.mutated),
            mutated_instances=self.translated(summary.mutated_instances),
            stored=self._translated_pairs(summary.stored),
            returned=self.translated(summary.returned),
            raised=self.translated(summary.raised),
            functions=(function,),
            called=self.translated(summary.called),
            keyed=self.translated(summary.keyed),
            iterated=self.translated(summary.iterated),
            handed=self.translated(summary.handed),
            drawn=self.translated(summary.drawn),
            backpropagates=summary.backpropagates,
        )

    def texts_in(self, outcome: Outcome) -> Outcome:
        """Give an outcome with only its texts in terms of what the parameters stand for."""
        files, text, items = self._texts_of(outcome)
        return outcome._replace(files=files, text=text, items=items)

    def _texts_of(self, outcome: Outcome) -> tuple[tuple[FileUse, ...], Text | None, Items]:
        """Give the files, the text and the texts of items of an outcome."""
        known = ((keys, applied(text, self.texts)) for keys, text in outcome.items)
        items = tuple((keys, text) for keys, text in known if text is not None)
        return tuple(use.applied(self.texts) for use in outcome.files), applied(outcome.text, self.texts), items

    def _translated_pairs(self, pairs: Pairs) -> Pairs:
        return frozenset(
            (first, second)
            for target, source in pairs
            for first in self.translated(frozenset((target,)))
            for second in self.translated(frozenset((source,)))
        )


def all_arguments(call: Call) -> Roots:
    """Give the roots of all arguments of a call."""
    return NO_ROOTS.union(*call.positional, *(roots for _, roots in call.keywords))


def _given_roots(function: Function, call: Call, receiver: Roots | None) -> dict[str, Roots]:
    given: dict[str, Roots] = {}
    positional = list(call.positional)
    if receiver is not None:
        positional.insert(0, receiver)
    for name, roots in zip(function.parameters[: function.positional], positional, strict=False):
        given[name] = roots
    spare = NO_ROOTS.union(*positional[function.positional :])
    if function.variadic is not None:
        given[function.variadic] = spare
    for keyword, roots in call.keywords:
        if keyword is None or keyword not in function.parameters:
            spare |= roots
        else:
            given[keyword] = roots
    if spare:
        # Arguments that were unpacked or collected may have reached any parameter.
        for name in function.parameters:
            given[name] = given.get(name, NO_ROOTS) | spare
    return given


def _given_texts(function: Function, call: Call, *, bound: bool) -> dict[str, Text]:
    given = dict(function.default_texts)
    for place, text in call.texts:
        if isinstance(place, int):
            position = place + bound
            if position < function.positional:
                given[function.parameters[position]] = text
        elif place == "self" and bound and function.parameters:
            given[function.parameters[0]] = text
        elif place in function.parameters:
            given[place] = text
    return given
