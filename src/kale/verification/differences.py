"""A difference between two values, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kale.verification.observer.nodes import Kind, Node

LONGEST_SHOWN: Final = 60
"""Characters of a value that a difference shows."""

Words: TypeAlias = tuple[str, str]
"""What one side has and what the other has, each for people."""

TOO_MANY: Final[Words] = ("other elements", "these; they are too many to say more")


@dataclass(frozen=True)
class Difference:
    """A place at which two values differ.

    Attributes:
        path: The part of the variable, such as ``model.coef_``.
        words: What the one and the other has there.
        place: The place in the part, such as ``[3]``.
        more: How much else differs.
    """

    path: str
    words: Words
    place: str = ""
    more: str = ""

    def tell(self, one: str = "in the notebook", other: str = "in the pipeline") -> str:
        """Give the difference in words.

        Args:
            one: Where the first value comes from.
            other: Where the second comes from.
        """
        return f"{self.path}{self.place}: {self.words[0]} {one}, {self.words[1]} {other}{self.more}"


@dataclass
class Comparison:
    """What came out for one variable.

    Attributes:
        differences: Where the two differ, in order.
        unknown: Parts that could not be looked into, with the reason.
        shared: Pairs of parts that are one object on one side and two on the other.
    """

    differences: list[Difference] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)


def shown(text: str) -> str:
    """Give a value's text, cut if it is long."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def shown_from(one: str, other: str) -> Words:
    """Give two texts, cut so that what differs can be seen."""
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
    if max(len(one), len(other)) <= LONGEST_SHOWN or start < LONGEST_SHOWN // 2:
        return shown(one), shown(other)
    begin = start - LONGEST_SHOWN // 4
    return shown(f"…{one[begin:]}"), shown(f"…{other[begin:]}")


def summary(node: Node) -> str:
    """Say in a few words what a node is."""
    if node.kind is Kind.PLAIN:
        return f"{shown(node.text)} (type {node.type})"
    return f"type {node.type}"


def is_code(path: str) -> bool:
    """Whether a part of a value is the code of a function, which is nothing to look at."""
    return path.endswith("'s code")


def element_words(missing: Sequence[str], added: Sequence[str]) -> Words:
    """Give the words for sets, from the elements that only one of them has."""
    return _only(missing), _only(added)


def key_words(mine: Sequence[str], yours: Sequence[str]) -> Words:
    """Give the words for the keys of two dictionaries, which are not the same or not in the same order."""
    known, found = set(mine), set(yours)
    if known == found:
        return f"keys in the order {shown(', '.join(mine))}", f"in the order {shown(', '.join(yours))}"
    missing, added = [key for key in mine if key not in found], [key for key in yours if key not in known]
    first = f"key {shown(', '.join(missing))} only" if missing else "no other keys"
    return first, f"key {shown(', '.join(added))} only" if added else "no others"


def _only(elements: Sequence[str]) -> str:
    return f"{{{shown(', '.join(elements))}}} only" if elements else "no others"
