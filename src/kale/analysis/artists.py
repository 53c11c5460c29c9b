"""Figures, and what is drawn on them: lines, bars and texts belong to their axes, whoever else holds them."""

from __future__ import annotations

from typing import Final

from kale.analysis.events import Call
from kale.analysis.knowledge import PLOTTING_METHODS, words
from kale.analysis.outcomes import Outcome, all_arguments
from kale.analysis.situation import Situation
from kale.analysis.values import NO_ROOTS, Roots, names_in
from kale.analysis.versions import Version

_LIBRARY: Final = "matplotlib"
_ARRAYS: Final = "numpy."
_ARRANGING: Final = words("flatten tolist copy take repeat astype compress")
"""Methods of arrays that give new arrays of the same axes."""

_CURRENT_PARTS: Final = words("axes colorbar figlegend gca gcf gci subplot subplot2grid subplot_mosaic twinx twiny")
"""Functions that give the current figure, or a part of it that may be new."""
_CURRENT: Final = "matplotlib.pyplot."


def follow_artists(at: Situation, event: Call) -> None:
    """Let what drawing gives, such as a line, belong to where it is drawn, and axes stay where they are arranged."""
    if event.discarded:
        return
    if event.method in PLOTTING_METHODS or (event.method in _CURRENT_PARTS and _draws_on_current(at, event)):
        drawn = _drawn_in_step(at) if _draws_on_current(at, event) else _figures(at, event.receiver)
        at.trace.let(event.number, drawn)
    elif event.method in _ARRANGING:
        at.trace.let(event.number, _figures(at, event.receiver))
    elif (at.effects.qualify(event.callee) or "").startswith(_ARRAYS):
        at.trace.let(event.number, _figures(at, all_arguments(event)))


def drawn_on(at: Situation, event: Call, outcome: Outcome) -> Roots:
    """Give what a call changes by drawing on it: axes, or what may hold them; of a frame it makes a picture."""
    drawn = outcome.drawn
    if event.method in PLOTTING_METHODS and event.method not in at.effects.methods:
        drawn |= event.receiver
    if not drawn:
        return NO_ROOTS
    versions = at.namespace.existing(names_in(at.trace.resolve(drawn)))
    return frozenset(version.name for version in versions if _may_be_drawn_on(at, version))


def _may_be_drawn_on(at: Situation, version: Version) -> bool:
    """Whether something is a figure or axes, holds them, or was taken out of what may hold them."""
    if version.library is not None:
        return version.library == _LIBRARY
    return any(each.is_instance or each.container for each in (version, *at.namespace.existing(version.partners)))


def sets_artist(at: Situation, event: Call) -> bool:
    """Whether a method such as ``set_xticks`` is called, which takes no more than the numbers of what it is given."""
    return (event.method or "").startswith("set") and bool(_figures(at, event.receiver))


def _figures(at: Situation, roots: Roots) -> Roots:
    """Give the figures, axes and the like among objects."""
    found = names_in(at.trace.resolve(roots))
    return frozenset(version.name for version in at.namespace.existing(found) if version.library == _LIBRARY)


def _draws_on_current(at: Situation, event: Call) -> bool:
    """Whether a call draws on the figure that is the current one, which the code does not name."""
    return (at.effects.qualify(event.callee) or "").startswith(_CURRENT)


def _drawn_in_step(at: Situation) -> Roots:
    """Give the figures, axes and the like that the running step has made."""
    made = (version for version in at.namespace.every() if version.step == at.owner)
    return frozenset(version.name for version in made if version.library == _LIBRARY)
