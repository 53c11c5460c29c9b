"""What libraries change by calling methods of the notebook's classes on objects that they get hold of."""

from __future__ import annotations

from collections.abc import Iterator

from kale.analysis.events import Call
from kale.analysis.hooks import Hooked
from kale.analysis.knowledge import IMMUTABLE_CALLS
from kale.analysis.knowledge.hooks import APPLYING_BUILTINS, COPYING_METHODS
from kale.analysis.outcomes import Outcome, all_arguments
from kale.analysis.situation import Situation
from kale.analysis.special_methods import BUILTINS
from kale.analysis.values import NO_ROOTS, Roots, names_in
from kale.analysis.versions import Form, Version


def changed_by_hooks(at: Situation, event: Call, outcome: Outcome) -> Roots:
    """Give what is changed because a library calls methods of instances of the notebook's classes.

    Args:
        at: Where in the notebook the dataflow is.
        event: A call.
        outcome: What it does as far as its own text tells.
    """
    if not at.effects.hooked or outcome.functions or _asks_nothing(event, at.effects.qualify(event.callee)):
        return NO_ROOTS
    found: Roots = NO_ROOTS
    for version in _at_hand(at, event):
        for hooks in _hooks_of(at, version):
            for function in hooks.functions:
                at.read_in(function)
            found |= hooks.changes | ({version.name} if hooks.itself else frozenset())
    return found


def _at_hand(at: Situation, event: Call) -> list[Version]:
    """Give what a call is called on, given, or calls."""
    names = names_in(at.trace.resolve(event.receiver | all_arguments(event)))
    called = (event.callee,) if event.callee is not None and event.method is None else ()
    return at.namespace.existing({*names, *event.passed, *called})


def _hooks_of(at: Situation, version: Version) -> Iterator[Hooked]:
    classes = {carried.name for carried in version.carries if carried.form is Form.CLASS}
    return (at.effects.hooked[name] for name in sorted(classes & at.effects.hooked.keys()))


def _asks_nothing(event: Call, qualified: str | None) -> bool:
    """Whether a call asks the objects that it is given nothing, or only what other events tell of."""
    plain = event.method is None and qualified in BUILTINS and qualified not in APPLYING_BUILTINS
    return event.special or event.accessor or plain or qualified in IMMUTABLE_CALLS or event.method in COPYING_METHODS
