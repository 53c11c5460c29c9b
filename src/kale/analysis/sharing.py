"""Objects that several names share: who holds them, and what a change through one of the names means for the others.

Names that share objects, directly or through each other, make up a group. A step in which the group changes, or in
which it grows, hands on all of it from then on, so that whoever loads several of the names loads them from one artifact
and finds them sharing what they share in the notebook. What nobody asks for is not saved, let alone loaded:
:mod:`kale.analysis.needs` sees to that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import replace
from typing import Final

from kale.analysis.cells import CellFlow
from kale.analysis.classification import Nature
from kale.analysis.contents import Inspector
from kale.analysis.events import Mutate
from kale.analysis.process_state import ENVIRONMENT_PATH
from kale.analysis.situation import Situation
from kale.analysis.text_resolution import choice, resolved
from kale.analysis.ties import Ties
from kale.analysis.values import Items, Roots, Take, copies_in, names_in, originals
from kale.analysis.versions import Form, Version, VersionKind

_TABLES: Final = frozenset({"pandas", "numpy"})
_CACHED: Final = "a function whose cache decides what calling it does"


class Sharing:
    """Keeps groups of names together.

    Args:
        situation: Where in the notebook the dataflow is.
        inspector: Tells what objects hold.
        cells: Knows what stands in the cells of what calls give.
        identity: The notebook compares objects by identity.

    Attributes:
        ties: Which names share objects now.
    """

    def __init__(self, situation: Situation, inspector: Inspector, cells: CellFlow, *, identity: bool) -> None:
        self._at = situation
        self._identity = identity
        self._inspector = inspector
        self._cells = cells
        self.ties = Ties()
        self._gathered: tuple[int | None, set[str]] = (None, set())
        self._caches: dict[str, set[str]] = {}

    def note_cache(self, name: str, read: Iterable[str]) -> None:
        """Note that a function keeps results from here on that depend on what names stand for now.

        Args:
            name: The function.
            read: The names.
        """
        for each in read:
            self._caches.setdefault(each, set()).add(name)

    def _note_stale_caches(self, version: Version) -> None:
        """Note that functions keep results that another process would not get any more."""
        if version.form is not Form.PLAIN or self._at.owner is None or version.name not in self._caches:
            return
        for cached in self._at.namespace.existing(self._caches.pop(version.name)):
            if cached.form is Form.FUNCTION and cached.kind is VersionKind.CODE:
                stale = replace(
                    cached,
                    kind=VersionKind.VALUE,
                    line=self._at.line,
                    step=self._at.owner,
                    place=version.place,
                    inputs={},
                    uncrossable=_CACHED,
                )
                self._at.namespace.set(stale)

    def share(self, targets: Roots, sources: Roots, *, direct: bool = False) -> None:
        """Note that objects hold on to others from here on.

        Args:
            targets: What holds on to them.
            sources: The others.
            direct: It is the objects themselves that do, not something that they hold.
        """
        copies = copies_in(sources)
        for target in names_in(originals(targets)):
            self.tie_elements(target, copies - {target})
            for source in names_in(sources):
                if not direct:
                    self._tie_inside(target, source)
                    continue
                self.tie(target, source, holds=True)
                for partner in sorted(self.ties.overlapping(target) - {source}):
                    self.tie(partner, source, holds=True)

    def _tie_inside(self, target: str, source: str) -> None:
        """Note that something in an object holds on to another one: all that reach the first may reach the second."""
        if not (self._is_object(target) and self._is_object(source)) or target == source:
            return
        self.gather((target, source))
        holders = sorted(name for name in {target} | self.ties.of(target) if self._is_object(name))
        for held in sorted({source} | self.ties.of(source)):
            if self._is_object(held) and not self.ties.has_all_of(held, target):
                for holder in holders:
                    if holder != held:
                        self.ties.tie(held, holder)
                        self._note_partners(held, holder)

    def tie(self, first: str, second: str, *, holds: bool = False) -> None:
        """Note that two names reach a common object from here on.

        Args:
            first: A name.
            second: Another one.
            holds: The first holds on to the second, and is no part of it.
        """
        self.tie_all(first, {second}, holds=holds)

    def tie_elements(self, name: str, partners: Set[str]) -> None:
        """Note that an object holds objects that others hold as well, as the copy of a frame does.

        Args:
            name: Its name.
            partners: Names of the others.
        """
        self.tie_group(name, self.ties.groups(partners) - {name})

    def tie_group(self, name: str, group: Set[str]) -> None:
        """Note that an object holds objects that all of a group hold as well.

        Args:
            name: Its name.
            group: Names of the others, with all that they share objects with.
        """
        found = {partner for partner in group if self._is_object(partner)}
        if not found or not self._is_object(name):
            return
        self.gather({name, *found})
        new = self.ties.tie_elements(name, found)
        self._at.namespace[name].partners |= new
        for version in self._at.namespace.existing(new):
            version.partners.add(name)

    def tie_all(self, name: str, partners: Set[str], *, holds: bool = False) -> None:
        """Note that a name reaches objects in common with several others from here on, one after the other.

        Args:
            name: The name.
            partners: The others.
            holds: The name holds on to what they stand for, and is no part of it.
        """
        if not self._is_object(name):
            return
        tied: set[str] = set()
        for partner in sorted(partners - {name}):
            if self._is_object(partner):
                if self.gather((name, partner)):
                    tied.clear()
                if partner not in tied or not self.ties.is_tied_to_all(name, tied):
                    tied |= self._tie_with_group(name, partner, tied, holds=holds)

    def _tie_with_group(self, name: str, partner: str, tied: set[str], *, holds: bool) -> set[str]:
        """Tie a name to another one and to what that shares objects with, unless it is tied to them already."""
        group = {other for other in self.ties.of(partner) - tied if self._is_object(other)} | {partner}
        group -= tied | {name}
        for other in sorted(group):
            self.ties.tie(name, other, holds=holds)
            self._note_partners(name, other)
        return group

    def gather(self, names: Collection[str]) -> bool:
        """Let the running step be the source of whatever shares objects with the names, directly or not.

        Returns:
            Whether names stand for new versions from here on, because it was not.
        """
        step = self._at.owner
        if step is None:
            return False
        if self._gathered[0] != step:
            self._gathered = (step, set())
        known = self._gathered[1]
        if known.issuperset(names):
            return False
        found = self.ties.reachable(names, known)
        known |= found
        others = [version for version in self._at.namespace.existing(found) if self._is_elsewhere(version, step)]
        for version in others:
            matters = self._identity or version.is_instance or bool(self._at.effects.saved_classes)
            tied = version.tied(step, self._at.line, self.ties.of(version.name), matters=matters)
            self._at.namespace.set(tied)
        return bool(others)

    def _is_elsewhere(self, version: Version, step: int) -> bool:
        """Whether others would not get from a step what a version stands for there: code is carried out anew."""
        return (version.step != step or version.kind is VersionKind.CODE) and self._is_object(version.name)

    def bind(self, version: Version, *, surely: bool = False) -> None:
        """Let a name stand for a new version; what it may still share with others if it was not bound stays known.

        Args:
            version: The version.
            surely: It is bound on all paths that matter.
        """
        self.rebind(version.name, surely=surely)
        version.partners |= self.ties.of(version.name)
        self._at.namespace.set(version)
        self._note_stale_caches(version)

    def rebind(self, name: str, *, surely: bool = False) -> None:
        """Note that a name is about to stand for something else, at least on some paths.

        Args:
            name: The name.
            surely: On all paths that matter.
        """
        if self._at.namespace.in_branch and not surely:
            self.gather((name,))
        else:
            self.ties.forget(name)
        self._gathered[1].discard(name)

    def change(self, roots: Roots, event: Mutate) -> None:
        """Note that what can be reached from ``roots`` is changed in place."""
        if event.registers:
            # Later steps register the definition themselves.
            for version in self._at.namespace.existing(roots):
                self._change(version, event, direct=True)
            return
        changed: set[str] = set()
        for version in self._at.namespace.existing(roots):
            if version.form is Form.MODULE and not (event.if_iterator or event.if_defaulting):
                self._note_module(version.name, event)
            if version.form is Form.MODULE or version.kind is VersionKind.ABSENT or version.immutable:
                continue
            applies = not event.if_iterator or version.moves
            if applies and (not event.if_defaulting or version.defaulting):
                alone = event.direct or (event.within and version.counts)
                shared = self.ties.overlapping(version.name) if alone else self.ties.of(version.name)
                changed |= {version.name} | shared
        if not changed:
            return
        self.gather(changed)
        touched = self.ties.of_whole if event.direct else self.ties.of
        for version in self._at.namespace.existing(changed.union(*map(touched, changed))):
            version.mark()
        for version in self._at.namespace.existing(changed):
            if not version.immutable:
                self._change(version, event, direct=version.name in roots)
                self._note_stale_caches(version)

    def _note_module(self, name: str, event: Mutate) -> None:
        """Note a change of what a module holds."""
        path = self._at.effects.imports.get(name)
        self._at.note_module_change(path, event.place, certain=True)
        changed = self._at.effects.qualify(event.path)
        if path is not None and changed not in (None, ENVIRONMENT_PATH):
            self._at.note_setting(path.partition(".")[0], event.place)

    def _change(self, current: Version, event: Mutate, *, direct: bool) -> None:
        """Give a name the version that it stands for after a change.

        What changes along with something else is needed here only if somebody needs it afterwards.
        """
        extends = current.kind is VersionKind.CODE and (current.form is Form.FUNCTION or event.registers)
        as_code = self._at.nature is not Nature.VALUE and (self._at.owner is None or extends)
        if direct or as_code:
            self._at.read(current, event.place)
        carries = self._inspector.carried_after(event.carries) if direct else frozenset()
        cached = current.form is Form.FUNCTION and self._at.effects.keeps_results(current.name)
        is_class = current.form is Form.CLASS and current.kind is VersionKind.CODE
        self._at.namespace.set(
            replace(
                current,
                kind=VersionKind.CODE if as_code else VersionKind.VALUE,
                line=self._at.line,
                step=self._at.owner,
                place=event.place,
                previous=None,
                inputs=self._at.inputs if as_code else {},
                captures=current.captures | event.captures,
                carries=current.carries | carries,
                stateful=current.stateful or bool(event.attributes),
                callback=current.callback or self._at.effects.change_objects(event.attributes),
                holds=current.holds | self._inspector.held_functions(_anonymous(event.carries)),
                functions=current.functions | self._functions_among(event.carries),
                depth=max(current.depth, 1 + event.depth) if direct and event.depth else current.depth,
                cells=current.cells or (direct and self._fills_cells(current, event)),
                uncrossable=_CACHED if cached else current.uncrossable,
                original=None,
                before=None if direct or as_code else self._held_before(current),
                partners=self.ties.of(current.name),
                origins=set(current.origins),
                text=None if current.container else current.text,
                items=self._items_after(current, event, direct=direct),
                loop=False,
                matters=False,
                ended=None,
                base=current if is_class and not as_code else current.base,
            )
        )

    def _fills_cells(self, current: Version, event: Mutate) -> bool:
        """Whether something that can be changed is put into the cells of a frame, series or array."""
        filled = event.fills_cells or self._cells.of(event.stored) is not None
        if not filled and current.library in _TABLES:
            given = self._at.namespace.existing(event.carries)
            deep = event.depth > 1 or any(version.depth > 1 for version in given)
            filled = deep or any(version.cells or version.is_instance for version in given)
        self._cells.met = self._cells.met or filled
        return filled

    def _items_after(self, current: Version, event: Mutate, *, direct: bool) -> Items:
        """Give the texts that an object still holds after a change, and the one that it holds from then on."""
        if event.item is None or not direct:
            # Of objects of the notebook's classes, only attributes are known that are set once.
            return current.items if current.is_instance or current.form is Form.CLASS else ()
        key, text = event.item
        text = resolved(self._at.trace.text_of(text), self._at.namespace.text_of)
        if key is Take.ITEM:
            # It may be any of the items, in a loop even each of them.
            found = ((keys, choice(each for each in (known, text) if each)) for keys, known in current.items)
            return tuple((keys, each) for keys, each in found if each is not None) if text is not None else ()
        others = tuple((keys, each) for keys, each in current.items if keys[0] != key)
        sure = text is not None and not self._at.namespace.in_branch
        return (*others, ((key,), text)) if sure and text is not None else others

    def _functions_among(self, names: frozenset[str]) -> frozenset[str]:
        """Give the functions of the notebook among names, and those that what they stand for was made with."""
        found = frozenset(name for name in names if name in self._at.effects.functions)
        return found.union(*(version.functions for version in self._at.namespace.existing(names)))

    def _held_before(self, current: Version) -> Version | None:
        """Give the last version that the running step does not make by itself."""
        own = current.step == self._at.owner and current.previous is None
        return current.before if own else current

    def _note_partners(self, first: str, second: str) -> None:
        one, other = self._at.namespace[first], self._at.namespace[second]
        one.partners.add(second)
        other.partners.add(first)
        if self.ties.share_elements_only(first, second):
            return
        one.origins.add(other)
        other.origins.add(one)
        if one.matters or other.matters:
            one.mark()
            other.mark()

    def _is_object(self, name: str) -> bool:
        """Whether a name stands for an object that can be shared between variables."""
        version = self._at.namespace.get(name)
        if version is None or version.immutable or version.form is Form.MODULE or version.kind is VersionKind.ABSENT:
            return False
        return not (version.kind is VersionKind.CODE and version.form is Form.FUNCTION)


def _anonymous(names: Iterable[str]) -> frozenset[str]:
    """Give the lambdas among names: whether a named function is handed over or was called, the names do not tell."""
    return frozenset(name for name in names if name.startswith("<lambda"))
