"""What every name stands for at one point of the notebook, branches included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kale.analysis.items import text_of, under
from kale.analysis.text_resolution import taken
from kale.analysis.values import Items, Root, Text, Variable
from kale.analysis.versions import Version, VersionKind


class Namespace:
    """The notebook's namespace, and what each step's process holds of it.

    Args:
        steps: How many steps there are.

    Attributes:
        history: Everything that names came to stand for, in the order in which they did.
    """

    def __init__(self, steps: int) -> None:
        self.history: list[Version] = []
        self._versions: dict[str, Version] = {}
        self._held: list[dict[str, Version]] = [{} for _ in range(steps)]
        self._branches: list[dict[str, Version | None]] = []

    def __contains__(self, name: object) -> bool:
        return name in self._versions

    def __getitem__(self, name: str) -> Version:
        return self._versions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def get(self, name: str) -> Version | None:
        """Give what a name stands for; ``None`` when the notebook has not bound it yet."""
        return self._versions.get(name)

    def existing(self, roots: Iterable[Root]) -> list[Version]:
        """Give what those of the roots stand for that are names which are bound, in order of name."""
        if not roots:
            return []
        versions = self._versions
        found = [root for root in roots if isinstance(root, str) and root in versions]
        if len(found) > 1:
            found.sort()
        return [versions[name] for name in found]

    def text_of(self, variable: Variable) -> Text | None:
        """Give the text or path that a variable stands for, or that is taken out of it, as far as that is known."""
        version = self._versions.get(variable.name)
        if version is None or version.previous is not None:
            return None
        if variable.keys and version.items:
            return text_of(under(version.items, variable.keys))
        return taken(version.text, variable.keys)

    def items_of(self, variable: Variable) -> Items:
        """Give the texts that can be taken out of what a variable stands for, or of what is taken out of it."""
        version = self._versions.get(variable.name)
        if version is None or version.previous is not None:
            return ()
        return under(version.items, variable.keys)

    def every(self) -> list[Version]:
        """Give everything that is bound."""
        return list(self._versions.values())

    def set(self, version: Version) -> None:
        """Let the version be what its name stands for from here on."""
        for branch in self._branches:
            branch.setdefault(version.name, self._versions.get(version.name))
        self.history.append(version)
        self._versions[version.name] = version
        if version.step is not None:
            held = self._held[version.step]
            earlier = held.get(version.name)
            if earlier is not None and version.line is not None:
                earlier.ended = version.line.cell.number
            held[version.name] = version

    @property
    def in_branch(self) -> bool:
        """Whether what happens now may not happen."""
        return bool(self._branches)

    @property
    def in_nested_branch(self) -> bool:
        """Whether what happens now may not happen even if the innermost branch does."""
        return len(self._branches) > 1

    def enter(self) -> None:
        """Start something that may not happen."""
        self._branches.append({})

    def leave(self, names: Iterable[str], *, loop: bool = False) -> None:
        """Let names that were bound where it may not have happened be what they were before, too.

        Args:
            names: The names.
            loop: It did not happen only if a loop had nothing to go through.
        """
        before = self._branches.pop()
        for name in names:
            earlier, version = before.get(name), self._versions.get(name)
            if earlier is None or version is None or version is earlier:
                continue
            if loop and version.loop and earlier.loop:
                # A loop that takes up the variable of an earlier loop is not meant to leave it as it was.
                continue
            if version.kind is VersionKind.ABSENT:
                version.kind, version.carries = VersionKind.VALUE, earlier.carries
            last = version
            while last.previous is not None and last is not earlier:
                last = last.previous
            if last is not earlier:
                last.previous = earlier
                if last.matters:
                    earlier.mark()
