"""Figures, and what is drawn on them: lines, bars and texts belong to their axes, whoever else holds them."""

from __future__ import annotations

from typing import Final

from kale.analysis.events import Call
from kale.analysis.knowledge import PLOTTING_METHODS
from kale.analysis.situation import Situation
from kale.analysis.values import NO_ROOTS, Roots, names_in

_LIBRARY: Final = "matplotlib"
_CURRENT: Final = "matplotlib.pyplot."


def follow_artists(at: Situation, event: Call) -> None:
    """Let what drawing gives, such as a line, belong to where it is drawn."""
    if event.method in PLOTTING_METHODS and not event.discarded:
        at.trace.let(event.number, _drawn_in_step(at) if _draws_on_current(at, event) else _figures(at, event))


def drawn_on(at: Situation, event: Call) -> Roots:
    """Give the figure that a plotting method changes; on a frame the method of that name only reads."""
    return _figures(at, event) if event.method in PLOTTING_METHODS else NO_ROOTS


def sets_artist(at: Situation, event: Call) -> bool:
    """Whether a method such as ``set_xticks`` is called, which takes no more than the numbers of what it is given."""
    return (event.method or "").startswith("set") and bool(_figures(at, event))


def _figures(at: Situation, event: Call) -> Roots:
    """Give the figures, axes and the like on which a method is called."""
    roots = names_in(at.trace.resolve(event.receiver))
    return frozenset(version.name for version in at.namespace.existing(roots) if version.library == _LIBRARY)


def _draws_on_current(at: Situation, event: Call) -> bool:
    """Whether a call draws on the figure that is the current one, which the code does not name."""
    return (at.effects.qualify(event.callee) or "").startswith(_CURRENT)


def _drawn_in_step(at: Situation) -> Roots:
    """Give the figures, axes and the like that the running step has made."""
    made = (version for version in at.namespace.every() if version.step == at.owner)
    return frozenset(version.name for version in made if version.library == _LIBRARY)
