"""Which names may reach a common mutable object."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set


class Ties:
    """A symmetric relation between names. It is not transitive: a dictionary of two frames ties each to itself only.

    Of some pairs it is known that the first only holds on to the second: what it holds may change without a change of
    the second, as a list to which something is appended.
    """

    def __init__(self) -> None:
        self._tied: dict[str, set[str]] = {}
        self._around: dict[str, set[str]] = {}
        self._holding: dict[str, set[str]] = {}

    def tie(self, first: str, second: str, *, holds: bool = False) -> None:
        """Note that ``first`` and ``second`` share an object.

        Args:
            first: A name.
            second: Another one.
            holds: The first holds on to the second, and is no part of it.
        """
        if holds and second not in self._tied.get(first, ()):
            self._holding.setdefault(first, set()).add(second)
        elif not holds:
            self._holding.get(first, set()).discard(second)
        self._holding.get(second, set()).discard(first)
        self._tied.setdefault(first, set()).add(second)
        self._tied.setdefault(second, set()).add(first)
        self._join(first, second)

    def tie_elements(self, name: str, partners: Set[str]) -> set[str]:
        """Note that an object holds objects that others hold, too, and that none changes when another itself does.

        Args:
            name: Its name.
            partners: Names of the others.

        Returns:
            Those among them that it did not share anything with before.
        """
        new = set(partners) - self._tied.get(name, set())
        for relation in (self._tied, self._holding):
            relation.setdefault(name, set()).update(new)
            for partner in new:
                relation.setdefault(partner, set()).add(name)
        for partner in new:
            self._join(name, partner)
        return new

    def share_elements_only(self, first: str, second: str) -> bool:
        """Whether two objects only hold common ones."""
        return second in self._holding.get(first, ()) and first in self._holding.get(second, ())

    def _join(self, first: str, second: str) -> None:
        one, other = self._around.setdefault(first, {first}), self._around.setdefault(second, {second})
        if one is not other:
            larger, smaller = (one, other) if len(one) >= len(other) else (other, one)
            larger |= smaller
            self._around.update(dict.fromkeys(smaller, larger))

    def forget(self, name: str) -> None:
        """Note that ``name`` stands for something else from here on."""
        for partner in self._tied.pop(name, ()):
            self._tied[partner].discard(name)
            self._holding.get(partner, set()).discard(name)
        self._holding.pop(name, None)
        self._around.pop(name, set()).discard(name)

    def is_tied_to_all(self, name: str, partners: Collection[str]) -> bool:
        """Whether nothing but the partners can be reached from ``name``; some that cannot be may count, too.

        Args:
            name: A name.
            partners: Names that it is tied to, and no others.
        """
        return len(self._around.get(name, (name,))) == len(partners) + 1

    def has_all_of(self, name: str, other: str) -> bool:
        """Whether a name is tied to all that can be reached from another, and none of that is only what it holds."""
        tied = self._tied.get(name, ())
        return other in tied and len(self._around[name]) == len(tied) + 1 and not self._holding.get(name)

    def overlapping(self, name: str) -> set[str]:
        """Give the names that change when the object of ``name`` itself changes, rather than something it holds."""
        return self._tied.get(name, set()) - self._holding.get(name, set())

    def of(self, name: str) -> set[str]:
        """Give the names that share an object with ``name``."""
        return set(self._tied.get(name, ()))

    def groups(self, names: Set[str]) -> set[str]:
        """Give names, and those that share objects with them."""
        return set(names).union(*(self._tied.get(name, ()) for name in names))

    def of_whole(self, name: str) -> set[str]:
        """Give the names that share an object with ``name``, but for those that only hold common ones."""
        return {other for other in self._tied.get(name, ()) if not self.share_elements_only(name, other)}

    def reachable(self, names: Iterable[str], known: Collection[str]) -> set[str]:
        """Give the names, and all that share objects with them directly or through others.

        Args:
            names: Where to begin.
            known: Names beyond which there is nothing to look for; they are left out.
        """
        found: set[str] = set()
        pending = [name for name in names if name not in known]
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending += [partner for partner in self._tied.get(name, ()) if partner not in known]
        return found
