"""Which classes of the notebook derive from which, and what makes an instance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kale.analysis.facts import Class, Function

_MAKERS: Final = frozenset({"__new__", "__init__", "__post_init__"})


@dataclass
class ClassHierarchy:
    """The classes of a notebook and of modules beside it.

    Args:
        classes: The classes by their names or dotted paths.
        resolve: Gives the full dotted path of an imported name, as :meth:`~kale.analysis.effects.Effects.qualify` does.
    """

    classes: Mapping[str, Sequence[Class]]
    resolve: Callable[[str], str | None]
    _families: dict[str, frozenset[str]] = field(default_factory=dict)

    def makers(self, defined: Class) -> Iterator[Function]:
        """Give the methods that run when an instance is made, inherited ones too."""
        found: set[str] = set()
        for one in self.ancestry(defined):
            methods = [method for method in one.methods if method.name in _MAKERS - found]
            found |= {method.name for method in methods}
            yield from methods

    def makers_by_metaclass(self, defined: Class) -> Iterator[Function]:
        """Give the methods of metaclasses that run when the class is called."""
        for metaclass in self._metaclasses(defined):
            yield from (method for method in metaclass.methods if method.name == "__call__")

    def inherited_metaclasses(self, base: str) -> Iterator[Class]:
        """Give the metaclasses that make the classes derived from the one at a dotted path."""
        for defined in self._named(base):
            yield from self._metaclasses(defined)

    def _metaclasses(self, defined: Class) -> Iterator[Class]:
        for one in self.ancestry(defined):
            yield from self._named(one.metaclass)

    def factories(self, defined: Class) -> frozenset[str]:
        """Give the functions that make default values of an instance's fields, those of inherited fields too."""
        return frozenset[str]().union(*(one.factories for one in self.ancestry(defined)))

    def sharing(self, defined: Class) -> frozenset[str]:
        """Give the class and those around it whose defaults of fields its instances may hold; else nothing."""
        line = [*self.ancestry(defined)]
        return frozenset(one.name for one in line) if any(one.shares_defaults for one in line) else frozenset()

    def family(self, name: str) -> frozenset[str]:
        """Give a class and all that derive from it, by name."""
        if name not in self._families:
            derived = (one for group in self.classes.values() for one in group)
            related = {one.name for one in derived if any(name == each.name for each in self.ancestry(one))}
            self._families[name] = frozenset(related | {name})
        return self._families[name]

    def ancestry(self, defined: Class) -> Iterable[Class]:
        """Give a class and its bases, the nearest first."""
        found = {defined: None}
        pending = [defined]
        while pending:
            bases = [one for path in pending.pop(0).bases for one in self._named(path) if one not in found]
            found.update(dict.fromkeys(bases))
            pending += bases
        return found

    def _named(self, path: str | None) -> Sequence[Class]:
        if path is None:
            return ()
        return self.classes.get(path) or self.classes.get(self.resolve(path) or "", ())
