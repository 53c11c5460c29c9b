"""What names mean in a scope, and what is noted when they are read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kale.analysis.combination import NOTHING, variable_value
from kale.analysis.events import Bind, BindingKind, Call, Enter, Event, Leave, Read, Unbind
from kale.analysis.facts import Hints
from kale.analysis.values import NO_ROOTS, Items, Place, Roots, Text, Value

_BINDING: Final = (Bind, Unbind)


class NameVisitor:
    """Notes as events what happens to names.

    A subclass says what they mean in its scope.

    Attributes:
        events: What has happened so far.
        blind: Calls through which code can reach names unseen.
        guarded: Whether a failing look-up of a name is caught here.
        awaits: Whether anything was awaited.
    """

    def __init__(self, hints: Hints = Hints()) -> None:  # noqa: B008 - frozen
        self.hints = hints
        self.class_name: str | None = None
        self.events: list[Event] = []
        self.blind: list[tuple[str, Place]] = []
        self.guarded = False
        self.awaits = False
        self._calls = 0
        self._depth = 0
        self._shadows: list[dict[str, Roots]] = []
        self._elements_at_hand: dict[str, Value] = {}
        self._owner_at_hand: ast.expr | None = None

    # -- what a scope decides -------------------------------------------------------------------------------------

    def is_local(self, name: str) -> bool:
        """Whether ``name`` belongs to a scope inside the notebook's namespace."""
        raise NotImplementedError

    def local_roots(self, name: str) -> Roots:
        """Give the roots of a local name."""
        raise NotImplementedError

    def local_value(self, name: str) -> Value:
        """Give what is known of what a local name stands for."""
        return Value(roots=self.roots_of(name), text=self.local_text(name), items=self.local_items(name))

    def local_text(self, name: str) -> Text | None:  # noqa: ARG002 - a scope may know
        """Give the text or path that a local name stands for; ``None`` where that is not known."""
        return None

    def imported(self, name: str) -> str | None:  # noqa: ARG002 - a function may have imports of its own
        """Give the dotted path of what a local name is imported from; ``None`` for any other name."""
        return None

    def renamed(self, name: str) -> str | None:  # noqa: ARG002 - a function may rename what is imported
        """Give the dotted path that a local name is another name for, as in ``push = heapq.heappush``."""
        return None

    def local_items(self, name: str) -> Items:  # noqa: ARG002 - a scope may know
        """Give the texts that the object of a local name holds, as far as they are known."""
        return ()

    def bind_name(self, name: str, place: Place, kind: BindingKind, value: Value, qualified: str | None = None) -> None:
        """Note that ``name`` is bound here."""
        raise NotImplementedError

    def lambda_value(self, node: ast.Lambda, received: Roots = NO_ROOTS, *, called: bool = False) -> Value:
        """Give the value of a lambda whose parameters may stand for ``received``; ``called`` if that may be here."""
        raise NotImplementedError

    def call(self, node: ast.Call, *, discarded: bool) -> Value:
        """Note a call and give what is known of its result; ``discarded`` if nothing uses it."""
        raise NotImplementedError

    def run_literal(self, source: str, node: ast.Call) -> None:
        """Carry out the statements of an ``exec`` of a string constant."""
        raise NotImplementedError

    @contextmanager
    def branch(self, *, loop: bool = False) -> Iterator[int]:
        """Mark what happens inside as something that may not happen; gives the index of its first event."""
        start = len(self.events)
        self._depth += 1
        yield start
        self._depth -= 1
        inside = self.events[start:]
        names = dict.fromkeys(event.name for event in inside if isinstance(event, _BINDING))
        if names or any(isinstance(event, Call) and event.texts for event in inside):
            self.events.insert(start, Enter())
            self.events.append(Leave(tuple(names), loop))

    # -- names ----------------------------------------------------------------------------------------------------

    def roots_of(self, name: str) -> Roots:
        """Give the roots of the object that ``name`` stands for."""
        for shadow in reversed(self._shadows):
            if name in shadow:
                return shadow[name]
        return self.local_roots(name) if self.is_local(name) else frozenset((name,))

    def mangled(self, name: str) -> str:
        """Give the name that ``name`` stands for inside the class around it, as Python spells private names."""
        if self.class_name is None or not name.startswith("__") or name.endswith("__"):
            return name
        return f"_{self.class_name.lstrip('_')}{name}"

    def is_hidden(self, name: str) -> bool:
        """Whether ``name`` means something other than the notebook's variable here."""
        return self._is_shadowed(name) or self.is_local(name)

    def _is_shadowed(self, name: str) -> bool:
        return bool(self._shadows) and any(name in shadow for shadow in self._shadows)

    def read(self, name: str, place: Place, *, guarded: bool = False) -> Value:
        """Note a reference to ``name``."""
        name = self.mangled(name)
        if self._is_shadowed(name):
            element = self._elements_at_hand.get(name, NOTHING)
            return Value(roots=self.roots_of(name), text=element.text, items=element.items)
        if self.is_local(name):
            return self.local_value(name)
        self.events.append(Read(name, place, guarded=guarded or self.guarded))
        return variable_value(name)
