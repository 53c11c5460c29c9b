"""The random generators of the process under other names, as in ``rng = np.random`` or ``Model(rng=random)``.

Whoever holds such a generator draws from the state of the process, which steps hand on to each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kale.analysis.callbacks import called_arguments
from kale.analysis.events import Bind, BindingKind, Call
from kale.analysis.knowledge import MUTATING_METHODS
from kale.analysis.outcomes import Outcome, all_arguments
from kale.analysis.process_state import generators_at
from kale.analysis.random_objects import SEEDS, USING_METHODS
from kale.analysis.situation import Situation
from kale.analysis.values import Roots, names_in
from kale.analysis.versions import Form, Version

_LIBRARIES: Final = frozenset({"random", "numpy", "torch"})
_ESTIMATORS: Final = frozenset({"sklearn", "imblearn", "scipy", "torch"})
"""Libraries whose objects draw in some of their methods only."""

_DRAWING: Final = USING_METHODS | MUTATING_METHODS
_GIVING: Final = "sklearn.utils.check_random_state"
"""Gives numpy's generator if it is given none."""

_NONE: Final[frozenset[str]] = frozenset()


class GeneratorFlow:
    """Follows generators of the process.

    Args:
        situation: Where in the notebook the dataflow is.
    """

    def __init__(self, situation: Situation) -> None:
        self._at = situation
        imported = (path.partition(".")[0] for path in situation.effects.imports.values())
        self._met = not _LIBRARIES.isdisjoint(imported)

    def behind(self, event: Bind) -> frozenset[str]:
        """Give the generators that what a name is bound to is or holds."""
        value = event.value
        if not self._met:
            return _NONE
        if event.kind is BindingKind.IMPORT:
            return generators_at(event.qualified or "")
        if value.immutable:
            return _NONE
        found = self._at_paths(value.attributes)
        if self._at.effects.qualify(value.callee) == _GIVING:
            found |= generators_at("numpy.random")
        for version in self._at.namespace.existing(value.mentions | value.passes | value.calls):
            called = version.form is Form.MODULE and version.name in value.calls
            held = not called and self._gives(version, event)
            found |= version.generators if held else _NONE
        return found

    def note_held(self, roots: Roots, names: Iterable[str], paths: Iterable[str]) -> None:
        """Note that objects hold what names and paths stand for from here on."""
        if self._met:
            found = self._at_paths(paths)
            found = found.union(*(version.generators for version in self._at.namespace.existing(names)))
            for version in self._at.namespace.existing(roots) if found else ():
                version.generators |= found

    def drawn_from(self, event: Call, outcome: Outcome) -> frozenset[str]:
        """Give the generators from which a call may draw by way of those who hold them."""
        if not self._met:
            return _NONE
        trace, qualified = self._at.trace, self._at.effects.qualify(event.callee)
        given = called_arguments(event, qualified).union(*(roots for name, roots in event.keywords if name in SEEDS))
        if outcome.functions:
            given = all_arguments(event)
        used = names_in(trace.resolve(given | event.receiver))
        if event.callee is not None and event.method is None:
            used.append(event.callee)
        found = self._at_paths(event.attributes)
        for version in self._at.namespace.existing(used):
            found |= version.generators if self._draws(version, event) else _NONE
        return found

    def _at_paths(self, paths: Iterable[str]) -> frozenset[str]:
        qualified = (self._at.effects.qualify(path) for path in paths)
        return _NONE.union(*(generators_at(path) for path in qualified if path is not None))

    def _gives(self, version: Version, event: Bind) -> bool:
        """Whether what a name is bound to may hold what is held by something that its value speaks of."""
        if version.name not in event.value.calls:
            return True
        if version.form is Form.FUNCTION:
            return any(
                function.makes_functions or function.maker in self._at.effects.classes
                for function in self._at.effects.functions.get(version.name, ())
            )
        return version.form is Form.CLASS

    def _draws(self, version: Version, event: Call) -> bool:
        """Whether a call that uses what holds a generator may draw from it."""
        if version.form is Form.MODULE:
            # What the call of a module's function does, its path tells.
            is_path = (event.callee or "").partition(".")[0] == version.name and event.method is not None
            return not (is_path and version.name in self._at.effects.imports)
        return version.library not in _ESTIMATORS or event.method is None or event.method in _DRAWING
