"""What each step needs from elsewhere, and all that this needs in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kale.analysis.namespace import Namespace
from kale.analysis.program import Line
from kale.analysis.values import Place
from kale.analysis.versions import Version, VersionKind


class Use(NamedTuple):
    """Where a step first needs a version."""

    line: Line
    place: Place | None


@dataclass
class Needs:
    """What one step needs from elsewhere.

    Attributes:
        defines: Statements to carry as code, by position.
        loads: Versions to load, with their first use.
        parameters: Parameters, with their first use.
    """

    defines: dict[int, Line] = field(default_factory=dict)
    loads: dict[Version, Use] = field(default_factory=dict)
    parameters: dict[str, tuple[Version, Use]] = field(default_factory=dict)


class Requirements:
    """Collects the needs of all steps.

    Args:
        steps: How many steps there are.
        namespace: What names stand for; functions read it when they are called.
    """

    def __init__(self, steps: int, namespace: Namespace) -> None:
        self.needs = [Needs() for _ in range(steps)]
        self._namespace = namespace
        self._obliged: set[Version] = set()
        self._dropped: set[tuple[int, Version]] = set()
        self._originals: dict[tuple[int, Version], list[Version]] = {}
        self._reasons: dict[tuple[int, Version], set[Version | None]] = {}
        self._uses: dict[tuple[int, Version], Use] = {}

    @property
    def history(self) -> Sequence[Version]:
        """Everything that names came to stand for, in the order in which they did."""
        return self._namespace.history

    def require(self, step: int, version: Version, use: Use) -> None:
        """Note that a step needs a version here, and all that it needs in turn."""
        for found in self._closure(step, version):
            self._record(step, found, use, None)

    def require_definition(self, step: int, definition: Version, use: Use) -> None:
        """Note that a step must define a class or function, though none of the step's code speaks of it."""
        pending, seen = [definition], {definition}
        while pending:
            current = pending.pop()
            self._record(step, current, use, None)
            for found in current.inputs.values():
                if found not in seen:
                    seen.add(found)
                    pending.append(found)

    def settle(self) -> None:
        """Forget what turned out not to be needed, once the whole notebook has been followed."""
        self._drop_unwanted()
        while self._drop_idle_ties():
            self._drop_unwanted()

    def _closure(self, step: int, version: Version, *, called: bool = True) -> list[Version]:
        """Give a version and all that it needs in turn, with functions as they read the namespace now.

        Args:
            step: Number of the step.
            version: What it needs.
            called: Functions among it may be called; otherwise they are only handed on.
        """
        stack, seen = [version], {version: None}
        while stack:
            for found in self._following(step, stack.pop(), called=called):
                if found not in seen:
                    seen[found] = None
                    stack.append(found)
        return list(seen)

    def _following(self, step: int, version: Version, *, called: bool) -> Iterator[Version]:
        yield from self._held_by_maker(step, version)
        if version.step != step:
            if version.kind is VersionKind.CODE:
                yield from version.inputs.values()
            elif version.kind is VersionKind.VALUE:
                yield from self._definitions(version, changed=called)
        if called and version.captures:
            yield from self._namespace.existing(version.captures)

    def _definitions(self, version: Version, *, changed: bool) -> Iterator[Version]:
        """Give the definitions that a value refers to, and if wanted the state of classes that were changed since."""
        for carried in sorted(version.carries, key=lambda found: found.position):
            yield carried
            if changed:
                yield from self._changed_state(carried)
        if version.base is not None:
            yield version.base

    def _held_by_maker(self, step: int, version: Version) -> Iterator[Version]:
        """Give what whoever makes a version must have of it: where it is made, that is needed here."""
        for earlier in (version.previous, version.before):
            if earlier is None:
                continue
            if version.step in (None, step) or version.kind is VersionKind.CODE:
                yield earlier
            else:
                self._oblige(version)

    def _oblige(self, version: Version) -> None:
        """Let the step that makes a version have what it needs to hand it on."""
        if version in self._obliged:
            return
        self._obliged.add(version)
        assert version.step is not None
        assert version.line is not None
        for earlier in (version.previous, version.before):
            for found in self._closure(version.step, earlier, called=False) if earlier is not None else ():
                self._record(version.step, found, Use(version.line, version.place), version)

    def _record(self, step: int, version: Version, use: Use, reason: Version | None) -> None:
        """Note a need; the reason is the version that the step hands on, if it needs this for nothing else."""
        needs = self.needs[step]
        if version.step == step:
            return
        if version.kind is VersionKind.CODE and version.line is not None:
            needs.defines[version.line.position] = version.line
        elif version.kind is VersionKind.PARAMETER:
            needs.parameters.setdefault(version.name, (version, use))
        elif version.kind is VersionKind.VALUE:
            self._reasons.setdefault((step, version), set()).add(reason)
            self._uses.setdefault((step, version), use)
            if version not in needs.loads and (step, version) not in self._dropped:
                needs.loads[version] = use
                self._remember_original(step, version, called=reason is None)

    def _remember_original(self, step: int, version: Version, *, called: bool) -> None:
        """Keep what the step needs instead, should the tie that this version stands for turn out to be idle."""
        while version.original is not None and (step, version) not in self._originals:
            self._originals[step, version] = self._closure(step, version.original, called=called)
            version = version.original

    def _drop_unwanted(self) -> None:
        """Let steps not load what they would only hand on to nobody."""
        kept = {load: use for load, use in self._uses.items() if load not in self._dropped}
        due: dict[Version | None, list[tuple[int, Version]]] = {}
        for load in kept:
            for reason in self._reasons[load]:
                due.setdefault(reason, []).append(load)
        wanted: set[tuple[int, Version]] = set()
        pending: list[Version | None] = [None]
        while pending:
            found = [load for load in due.pop(pending.pop(), ()) if load not in wanted]
            wanted.update(found)
            pending += [version for _, version in found]
        for needs in self.needs:
            needs.loads = {}
        for (step, version), use in kept.items():
            if (step, version) in wanted:
                self.needs[step].loads[version] = use

    def _drop_idle_ties(self) -> bool:
        """Let steps load a version from where it was made, unless they also load what it was tied to later.

        Returns:
            Whether anything has changed.
        """
        changed = False
        for step, needs in enumerate(self.needs):
            for version, use in list(needs.loads.items()):
                if version.original is not None and not self._is_tied(version, needs):
                    del needs.loads[version]
                    self._dropped.add((step, version))
                    for reason in self._reasons[step, version]:
                        for found in self._originals[step, version]:
                            self._record(step, found, use, reason)
                    changed = True
        return changed

    def _is_tied(self, version: Version, needs: Needs) -> bool:
        """Whether it matters that what a step loads shares objects with other things that it loads."""
        if not any(other.name in version.partners and other.step == version.step for other in needs.loads):
            return False
        if version.matters:
            return True
        # Where the tying step has the version anyway, and is waited for anyway, taking it from there costs nothing.
        assert version.step is not None
        assert version.original is not None
        waits = any(other.step == version.step and other.original is None for other in needs.loads)
        return waits and None in self._reasons.get((version.step, version.original), ())

    def _changed_state(self, definition: Version) -> Iterator[Version]:
        """Give the state that a class has by now, where something has changed it since its definition."""
        current = self._namespace.get(definition.name)
        if current is None or current is definition:
            return
        if current.base is not None or definition.name in current.inputs:
            yield current
