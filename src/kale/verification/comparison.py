"""Two descriptions of a variable, compared part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from kale.verification.described import Described, Element
from kale.verification.differences import TOO_MANY, Comparison, Difference, is_code, key_words, shown_from, summary
from kale.verification.leaves import Side, compare_leaves, same_block
from kale.verification.observer.nodes import Kind, Node

MOST_DIFFERENCES: Final = 500
"""Differences of one variable that are of interest; the first is shown."""

_LEAVES: Final = frozenset({Kind.ARRAY, Kind.BYTES, Kind.SET})
_SHAREABLE: Final = frozenset(
    {"list", "dict", "set", "bytearray", "collections.deque", "collections.defaultdict", "collections.OrderedDict"}
    | {"collections.Counter", "numpy.ndarray", "pandas.DataFrame", "pandas.Series"}
)
"""Types of which a second object would be noticed when one of the two is changed."""

Pair: TypeAlias = tuple[int, int, str]
"""Two nodes that are to be compared, and the part of the variable that they are."""

Found: TypeAlias = "Pair | Difference"
"""What comparing two nodes leads to: more to compare, and differences, in the order of the value's parts."""


class Comparer:
    """Compares the variables of one observation with those of another.

    Args:
        one: The notebook's.
        other: The pipeline's.
    """

    def __init__(self, one: Described, other: Described) -> None:
        self._one, self._other = one, other
        self._partners: tuple[dict[int, tuple[int, str]], dict[int, tuple[int, str]]] = ({}, {})

    def compare(self, name: str, label: str, most: int = MOST_DIFFERENCES) -> Comparison:
        """Compare a variable that both observations have.

        Args:
            name: Its name in them.
            label: What to call it.
            most: How many differences to look for.
        """
        first, second = self._one.root(name), self._other.root(name)
        assert first is not None
        assert second is not None
        result = Comparison()
        seen: set[tuple[int, int]] = set()
        pending: list[Found] = [(first, second, label)]
        while pending and len(result.differences) < most:
            found = pending.pop()
            if isinstance(found, Difference):
                result.differences.append(found)
            elif found[:2] not in seen:
                seen.add(found[:2])
                self._note_sharing(found, result)
                pending.extend(reversed([*self._pair(found, result)]))
        return result

    def _note_sharing(self, pair: Pair, result: Comparison) -> None:
        mine, yours, path = pair
        if self._one.node(mine).type not in _SHAREABLE:
            return
        for partners, number, partner in ((self._partners[0], mine, yours), (self._partners[1], yours, mine)):
            known, place = partners.setdefault(number, (partner, path))
            if known != partner and place != path:
                result.shared.append(f"{place} and {path}")

    def _pair(self, pair: Pair, result: Comparison) -> Iterator[Found]:
        one, other, path = self._one.node(pair[0]), self._other.node(pair[1]), pair[2]
        kinds = {one.kind, other.kind}
        if one.type != other.type:
            yield Difference(path, (summary(one), summary(other)))
        elif Kind.OPAQUE in kinds:
            result.unknown[path] = (one if one.kind is Kind.OPAQUE else other).text
        elif kinds & _LEAVES:
            yield from compare_leaves(Side(self._one, one), Side(self._other, other), path)
        elif one.text != other.text:
            yield Difference(path, ("one", "another") if is_code(path) else shown_from(one.text, other.text))
        elif Kind.MAPPING in kinds:
            yield from self._mappings(one, other, path)
        elif Kind.LINES in kinds or _is_sequence(one):
            yield from self._sequences(one, other, path)
        else:
            yield from self._parts(one, other, path)

    def _parts(self, one: Node, other: Node, path: str) -> Iterator[Found]:
        theirs = dict(other.parts)
        for label, number in one.parts:
            if label in theirs:
                yield number, theirs.pop(label), f"{path}{label}"
            else:
                yield Difference(f"{path}{label}", (summary(self._one.node(number)), "nothing"))
        for label, number in theirs.items():
            yield Difference(f"{path}{label}", ("nothing", summary(self._other.node(number))))

    def _sequences(self, one: Node, other: Node, path: str) -> Iterator[Found]:
        if same_block(one, other):
            return
        mine, yours = self._one.elements(one), self._other.elements(other)
        if mine is None or yours is None:
            yield Difference(path, TOO_MANY)
            return
        if len(mine) != len(yours):
            yield Difference(path, (f"{len(mine):,} elements", f"{len(yours):,}"))
            if one.kind is not other.kind:
                # Many elements are described in another way than few.
                return
        pairs = [*zip(mine, yours, strict=False)]
        told = [at for at, pair in enumerate(pairs) if pair[0] != pair[1] and not _is_pair(pair)]
        more = f" ({len(told):,} of {len(mine):,} elements differ)" if len(told) > 1 else ""
        for at, pair in enumerate(pairs):
            if at in told[:1]:
                yield Difference(path, self._words(pair), f"[{at}]", more)
            else:
                yield from _further(pair, f"{path}[{at}]")

    def _mappings(self, one: Node, other: Node, path: str) -> Iterator[Found]:
        mine, yours = dict(one.parts), dict(other.parts)
        yield from self._items((mine.pop("keys"), mine.pop("values")), (yours.pop("keys"), yours.pop("values")), path)
        for label in [*mine, *(label for label in yours if label not in mine)]:
            if label in mine and label in yours:
                yield mine[label], yours[label], f"{path}{label}"
            else:
                yield Difference(f"{path}{label}", ("set", "not set") if label in mine else ("not set", "set"))

    def _items(self, mine: tuple[int, int], yours: tuple[int, int], path: str) -> Iterator[Found]:
        keys = self._one.node(mine[0]), self._other.node(yours[0])
        values = self._one.node(mine[1]), self._other.node(yours[1])
        first, second = (self._elements(node, side) for node, side in zip(keys, (self._one, self._other), strict=True))
        found = self._one.elements(values[0]), self._other.elements(values[1])
        if first is None or second is None or found[0] is None or found[1] is None:
            if not (same_block(*keys) and same_block(*values)):
                yield Difference(path, TOO_MANY)
        elif first != second:
            yield Difference(path, key_words(first, second))
        else:
            for key, pair in zip(first, zip(found[0], found[1], strict=True), strict=True):
                if pair[0] != pair[1] and not _is_pair(pair):
                    yield Difference(f"{path}[{key}]", self._words(pair))
                else:
                    yield from _further(pair, f"{path}[{key}]")

    def _elements(self, node: Node, side: Described) -> list[str] | None:
        found = side.elements(node)
        return None if found is None else [Side(side, node).key(element) for element in found]

    def _words(self, pair: tuple[Element, Element]) -> tuple[str, str]:
        one, other = pair
        return shown_from(
            one if isinstance(one, str) else summary(self._one.node(one)),
            other if isinstance(other, str) else summary(self._other.node(other)),
        )


def _is_sequence(node: Node) -> bool:
    """Whether the parts of a node are elements in a row."""
    return bool(node.parts) and node.parts[0][0] == "[0]" and node.parts[-1][0] == f"[{len(node.parts) - 1}]"


def _is_pair(pair: Sequence[Element]) -> bool:
    """Whether both elements are to be looked into."""
    return all(isinstance(element, int) for element in pair)


def _further(pair: tuple[Element, Element], path: str) -> Iterator[Pair]:
    """Give two elements to be compared, unless they are plain and so the same."""
    if isinstance(pair[0], int) and isinstance(pair[1], int):
        yield pair[0], pair[1], path
