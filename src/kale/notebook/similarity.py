"""Which word of ours a word was meant to be.

Notebooks carry tags and metadata of many tools. A word that is not ours must stay alone, however much it looks like
English; one that is a slip of the keyboard away from ours must not be lost. So short words are near only when letters
are swapped, doubled or missing, and only longer ones when a letter is wrong.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

_SHORT: Final = 4
_LONG: Final = 10


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that ``word`` was meant to be, or nothing when it is known itself or means something else."""
    candidates = tuple(known)
    if word in candidates:
        return None
    return next((candidate for candidate in candidates if _is_slip(word, candidate)), None)


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Give the name most like ``name`` among names that the user made up, so that nearly everything may match."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    matches = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else None


def edit_distance(first: str, second: str) -> int:
    """Count the letters to insert, delete, replace or swap with their neighbour to turn one word into the other."""
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == second[column - 2] and other == first[row - 2]:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]


def _is_slip(word: str, meant: str) -> bool:
    folded, target = _folded(word), _folded(meant)
    if folded == target:
        return True
    if not _starts_alike(folded, target):
        return False
    distance = edit_distance(folded, target)
    reordered = sorted(folded) == sorted(target)
    if len(target) > _SHORT:
        return distance <= (2 if reordered or len(target) >= _LONG else 1)
    if len(folded) == len(target):
        return distance == 1 and reordered
    return distance == 1 and (len(folded) > len(target) or len(target) == _SHORT)


def _starts_alike(folded: str, target: str) -> bool:
    """Tell apart words that a wrong first letter makes: ``table`` is not a slip of ``label``."""
    if not folded or abs(len(folded) - len(target)) > 2:  # noqa: PLR2004 - no slip is longer
        return False
    return folded[0] == target[0] or sorted(folded) == sorted(target) or (len(target) > _SHORT and folded == target[1:])


def _folded(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())
