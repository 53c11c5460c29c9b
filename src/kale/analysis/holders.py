"""What the objects that a function handles hold of each other, in terms of what can be seen from outside it."""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis.values import Local, Root, Roots


class Holders:
    """What may share parts, also by way of objects that only the function itself knows.

    A function that puts its argument into a list of its own, and then changes what the list holds, changes its
    argument; one that only puts more into the list does not.

    Args:
        stored: Pairs of which the first holds on to the second.
    """

    def __init__(self, stored: Iterable[tuple[Root, Root]]) -> None:
        self._stored = sorted(set(stored), key=repr)
        self._content: dict[str, set[Root]] = {}
        for target, source in self._stored:
            if isinstance(target, Local):
                self._content.setdefault(target.name, set()).add(source)

    def changed(self, roots: Iterable[Root]) -> Roots:
        """Give what callers know of objects that are changed."""
        found: set[Root] = set()
        for root in roots:
            if not isinstance(root, Local) or root.inside:
                found |= self._outside(root)
        return frozenset(found)

    def handed_out(self, roots: Iterable[Root]) -> Roots:
        """Give what callers know of objects that share parts with a returned one."""
        roots = frozenset(roots)
        found: set[Root] = set()
        for root in roots:
            found |= self._outside(root)
        names = {root.name for root in roots if isinstance(root, Local)}
        for target, source in self._stored:
            if source in roots or (isinstance(source, Local) and source.name in names):
                found |= self._outside(target)
        return frozenset(found)

    def pairs(self) -> frozenset[tuple[Root, Root]]:
        """Give the pairs that callers can tell, and those that hold on to a common object."""
        found: set[tuple[Root, Root]] = set()
        holding: dict[Root, set[Root]] = {}
        for target, source in self._stored:
            targets = self._outside(target)
            found |= {(first, second) for first in targets for second in self._outside(source)}
            holding.setdefault(Local(source.name) if isinstance(source, Local) else source, set()).update(targets)
        for targets in holding.values():
            found |= {(first, second) for first in targets for second in targets if repr(first) < repr(second)}
        return frozenset((first, second) for first, second in found if first != second)

    def _outside(self, root: Root) -> set[Root]:
        """Give a root that callers know, or all that an object of the function's own holds of theirs."""
        found: set[Root] = set()
        pending, seen = [root], {root}
        while pending:
            current = pending.pop()
            if not isinstance(current, Local):
                found.add(current)
                continue
            for held in self._content.get(current.name, ()):
                if held not in seen:
                    seen.add(held)
                    pending.append(held)
        return found
