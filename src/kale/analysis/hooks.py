"""What happens when Python or a library calls methods of the notebook's classes, where no text shows the call.

``heapq.heappush`` compares what it is given, ``json.dumps`` asks an encoder's ``default``, a thread runs its ``run``.
That matters for the few classes of which such a method changes something; what others do is nobody's concern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from kale.analysis.class_hierarchy import ClassHierarchy
from kale.analysis.events import Call
from kale.analysis.facts import Class, Function
from kale.analysis.knowledge.hooks import HOOK_PREFIXES, LIBRARY_HOOKS, PLAIN_BASES, PROTOCOL_METHODS
from kale.analysis.knowledge.methods import MUTATING_METHODS
from kale.analysis.outcomes import NOTHING_DONE, Outcome
from kale.analysis.values import NO_ROOTS, Argument, variables_in


class Hooked(NamedTuple):
    """What the hooks of a class do.

    Attributes:
        changes: Names of the notebook that they change.
        itself: They change their object.
        functions: Those that change anything.
    """

    changes: frozenset[str] = frozenset()
    itself: bool = False
    functions: tuple[Function, ...] = ()


class Hooks:
    """Knows what is called of which class.

    Args:
        hierarchy: The notebook's classes.
        resolve: Gives the full dotted path of an imported name, as :meth:`~kale.analysis.effects.Effects.qualify` does.
        summary_of: Gives what a function does, in terms of its arguments and of the names around it.
    """

    def __init__(
        self,
        hierarchy: ClassHierarchy,
        resolve: Callable[[str], str | None],
        summary_of: Callable[[Function], Outcome],
    ) -> None:
        self._hierarchy = hierarchy
        self._resolve = resolve
        self._summary_of = summary_of

    def all(self) -> Mapping[str, Hooked]:
        """Give what the hooks of each class do, for those classes where they change anything."""
        found = {name: self._of((name,)) for name in self._hierarchy.classes}
        return {name: hooked for name, hooked in found.items() if hooked.functions}

    def called_by(self, call: Call, owner: Function | None) -> Outcome:
        """Give what a library does by calling methods of a class that it is given, or of the object at hand.

        Args:
            call: A call.
            owner: The function whose body it stands in.
        """
        # The class that a statement makes is handed to its bases and decorators, which make nothing of it yet.
        given = call.positional or call.keywords
        names = (call.passed & self._hierarchy.classes.keys()) - {call.decorated} if given else frozenset[str]()
        own = _own_class(call, owner)
        if own is not None:
            names |= {own}
        hooked = self._of(sorted(names)) if names else Hooked()
        if not hooked.functions:
            return NOTHING_DONE
        return Outcome(
            mutated=hooked.changes | (call.receiver if own is not None and hooked.itself else NO_ROOTS),
            functions=hooked.functions,
        )

    def _of(self, names: Iterable[str]) -> Hooked:
        """Give what the hooks of classes do together."""
        changes: frozenset[str] = frozenset()
        itself = False
        functions: list[Function] = []
        for method in (method for name in names for method in self._methods(name)):
            summary = self._summary_of(method)
            changed = variables_in(summary.mutated) | summary.bound
            changed |= self._own_class(method, summary)
            own = any(Argument(name) in summary.mutated for name in method.parameters[:1])
            own = own and method.name not in MUTATING_METHODS
            if changed or own:
                functions.append(method)
            changes, itself = changes | changed, itself or own
        return Hooked(changes, itself, tuple(dict.fromkeys(functions)))

    def _own_class(self, method: Function, summary: Outcome) -> frozenset[str]:
        """Give the classes that a class method changes through its first parameter."""
        by_class = method.owner is not None and Argument("cls") in summary.mutated
        return self._hierarchy.family(method.owner) if by_class and method.owner is not None else frozenset()

    def _methods(self, name: str) -> Iterator[Function]:
        for defined in self._hierarchy.classes.get(name, ()):
            ancestry = [*self._hierarchy.ancestry(defined)]
            derives = any(map(self._has_library_base, ancestry))
            for method in (method for one in ancestry for method in one.methods):
                if method.name in PROTOCOL_METHODS or (derives and _is_library_hook(method.name)):
                    yield method

    def _has_library_base(self, defined: Class) -> bool:
        own = self._hierarchy.classes
        paths = (self._resolve(base) or base for base in defined.bases if base not in own)
        return any(path not in PLAIN_BASES and path not in own for path in paths)


def _is_library_hook(name: str) -> bool:
    return name in LIBRARY_HOOKS or name.startswith(HOOK_PREFIXES)


def _own_class(call: Call, owner: Function | None) -> str | None:
    """Give the class in whose method a call of a method on the same object stands."""
    if owner is None or owner.owner is None or not owner.parameters:
        return None
    return owner.owner if Argument(owner.parameters[0]) in call.receiver else None
