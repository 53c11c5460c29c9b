"""Which rules are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from kale.diagnostics import Diagnostic


@dataclass(frozen=True)
class Selection:
    """The rules whose diagnostics are wanted.

    Where ``select`` and ``ignore`` both name a rule, the one that spells out more of its code wins, and ``ignore``
    if they are equal: ``select=("K504",), ignore=("K5",)`` is that one rule.

    Attributes:
        select: Codes, beginnings of codes, or names of rules; empty for all.
        ignore: Those that are not wanted.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic is wanted."""
        wanted = _closeness(self.select, diagnostic) if self.select else 0
        return wanted > _closeness(self.ignore, diagnostic)


def _closeness(words: tuple[str, ...], diagnostic: Diagnostic) -> int:
    """Give how much of a rule's code the closest word spells out; -1 when none fits."""
    fitting = [
        len(diagnostic.code) if word == diagnostic.slug else len(word)
        for word in words
        if word == diagnostic.slug or diagnostic.code.startswith(word.upper())
    ]
    return max(fitting, default=-1)
