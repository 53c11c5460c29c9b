"""What calls change of the objects that they are given, going by what these are.

A stream moves on when somebody reads or writes it. And nobody knows what a method does with its arguments that is
called for its effect alone, where it comes from a library of which nothing is known.
"""

from __future__ import annotations

from typing import Final

from kale.analysis.events import Call
from kale.analysis.knowledge import IMMUTABLE_CALLS, MUTATING_METHODS, READING_METHODS, is_known
from kale.analysis.outcomes import all_arguments
from kale.analysis.situation import Situation
from kale.analysis.values import NO_ROOTS, Roots
from kale.analysis.versions import Form, Version

_STREAMS: Final = "io"
_UNDERSTOOD: Final = MUTATING_METHODS | READING_METHODS


def changed_arguments(at: Situation, event: Call) -> Roots:
    """Give the arguments of a call that it changes because of what they are, or of whose method it is.

    Args:
        at: Where in the notebook the dataflow is.
        event: The call.
    """
    if event.special or event.accessor or event.decorated is not None:
        return NO_ROOTS
    arguments = all_arguments(event)
    if not arguments or event.callee in IMMUTABLE_CALLS:
        return NO_ROOTS
    versions = at.namespace.existing(at.trace.resolve(arguments))
    if _is_unknown_method(at, event):
        return frozenset(version.name for version in versions if _is_data(version))
    return frozenset(version.name for version in versions if version.library == _STREAMS)


def _is_unknown_method(at: Situation, event: Call) -> bool:
    """Whether a call is one of a method, for its effect alone, of an object of a library that nothing is known of."""
    if not event.discarded or event.method is None or event.method in _UNDERSTOOD:
        return False
    if event.method in at.effects.methods or at.effects.is_module_path(event.callee):
        return False
    owners = at.namespace.existing(at.trace.resolve(event.receiver))
    return any(owner.library is not None and not is_known(f"{owner.library}.") for owner in owners)


def _is_data(version: Version) -> bool:
    return version.form in (Form.PLAIN, Form.ITERATOR) and not version.immutable
