"""What each step needs from elsewhere, and all that this needs in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kale.analysis.facts import Place
from kale.analysis.namespace import Namespace
from kale.analysis.program import Line
from kale.analysis.versions import Version, VersionKind


@dataclass(frozen=True, slots=True)
class Use:
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

    def holds(self, version: Version) -> bool:
        """Whether the step has brought the version in by now."""
        carried = version.line is not None and version.line.position in self.defines
        return version in self.loads or carried or version.name in self.parameters


class Requirements:
    """Collects the needs of all steps.

    Args:
        steps: How many steps there are.
        namespace: What names stand for; functions read it when they are called.
    """

    def __init__(self, steps: int, namespace: Namespace) -> None:
        self.needs = [Needs() for _ in range(steps)]
        self._namespace = namespace
        self._chosen: set[tuple[int, Version]] = set()
        self._dropped: set[tuple[int, Version]] = set()
        self._originals: dict[tuple[int, Version], list[Version]] = {}

    def require(self, step: int, version: Version, use: Use) -> None:
        """Note that a step needs a version here, and all that it needs in turn."""
        for found in self._closure(step, version):
            self._record(step, found, use)

    def require_definition(self, step: int, definition: Version, use: Use) -> None:
        """Note that a step must define a class or function, though none of the step's code speaks of it."""
        pending, seen = [definition], {definition}
        while pending:
            current = pending.pop()
            self._record(step, current, use)
            for found in current.inputs.values():
                if found not in seen:
                    seen.add(found)
                    pending.append(found)

    def drop_idle_ties(self) -> None:
        """Let steps load a version from where it was made, unless they also load what it was tied to later."""
        for step, needs in enumerate(self.needs):
            idle = True
            while idle:
                idle = False
                for version, use in list(needs.loads.items()):
                    if version.original is not None and not _has_partner(version, needs):
                        del needs.loads[version]
                        self._dropped.add((step, version))
                        for found in self._originals[step, version]:
                            self._record(step, found, use)
                        idle = True

    def _closure(self, step: int, version: Version) -> list[Version]:
        """Give a version and all that it needs in turn, with functions as they read the namespace now."""
        stack, seen = [version], {version: None}
        while stack:
            for found in self._following(step, stack.pop()):
                if found not in seen:
                    seen[found] = None
                    stack.append(found)
        return list(seen)

    def _following(self, step: int, version: Version) -> Iterator[Version]:
        yield from self._fallback(step, version)
        if version.step != step:
            if version.kind is VersionKind.CODE:
                yield from version.inputs.values()
            elif version.kind is VersionKind.VALUE:
                yield from self._definitions(version)
        yield from self._namespace.existing(version.captures)

    def _definitions(self, version: Version) -> Iterator[Version]:
        for carried in sorted(version.carries, key=lambda found: found.position):
            yield carried
            yield from self._changed_state(carried)
        if version.base is not None:
            yield version.base

    def _fallback(self, step: int, version: Version) -> Iterator[Version]:
        """Give the version that stands where a condition did not hold; the step that made the choice needs it."""
        if version.previous is None:
            return
        if version.step in (None, step) or version.kind is VersionKind.CODE:
            yield version.previous
        elif (version.step, version) not in self._chosen:
            self._chosen.add((version.step, version))
            assert version.line is not None
            self.require(version.step, version.previous, Use(version.line, version.place))

    def _record(self, step: int, version: Version, use: Use) -> None:
        needs = self.needs[step]
        if version.step == step or (step, version) in self._dropped:
            return
        if version.kind is VersionKind.CODE and version.line is not None:
            needs.defines[version.line.position] = version.line
        elif version.kind is VersionKind.PARAMETER:
            needs.parameters.setdefault(version.name, (version, use))
        elif version.kind is VersionKind.VALUE and version not in needs.loads:
            needs.loads[version] = use
            self._remember_original(step, version)

    def _remember_original(self, step: int, version: Version) -> None:
        """Keep what the step needs instead, should the tie that this version stands for turn out to be idle."""
        while version.original is not None and (step, version) not in self._originals:
            self._originals[step, version] = self._closure(step, version.original)
            version = version.original

    def _changed_state(self, definition: Version) -> Iterator[Version]:
        """Give the state that a class has by now, where something has changed it since its definition."""
        current = self._namespace.get(definition.name)
        if current is not None and current.base is not None and current is not definition:
            yield current


def _has_partner(version: Version, needs: Needs) -> bool:
    return any(other.name in version.partners and other.step == version.step for other in needs.loads)
