"""Nodes whose comparison ends with them: arrays, texts and sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kale.verification.described import Described, Element
from kale.verification.differences import TOO_MANY, Difference, element_words, is_code, shown, shown_from, summary
from kale.verification.elements import array_difference, bytes_difference, dtype_name
from kale.verification.observer.nodes import Kind, Node


@dataclass(frozen=True)
class Side:
    """A node with the description that it belongs to."""

    whole: Described
    node: Node

    def key(self, element: Element) -> str:
        """Give a text that tells an element of a set, or a key, from all others."""
        if isinstance(element, str):
            return element
        return f"{summary(self.whole.node(element))} {self.whole.digest(element)[:8]}"


def same_block(one: Node, other: Node) -> bool:
    """Whether the bytes of two nodes are the same."""
    return one.block is not None and other.block is not None and one.block.digest == other.block.digest


def compare_leaves(one: Side, other: Side, path: str) -> Iterator[Difference]:
    """Compare two nodes of one type, of which at least one is an array, a text or a set."""
    kinds = {one.node.kind, other.node.kind}
    if Kind.ARRAY in kinds:
        yield from _arrays(one, other, path)
    elif Kind.BYTES in kinds:
        yield from _texts(one, other, path)
    else:
        yield from _sets(one, other, path)


def _arrays(one: Side, other: Side, path: str) -> Iterator[Difference]:
    mine, yours = one.node, other.node
    if mine.kind is not yours.kind or mine.text != yours.text:
        yield Difference(path, (f"dtype {dtype_name(mine.text)}", f"dtype {dtype_name(yours.text)}"))
    elif mine.shape != yours.shape:
        yield Difference(path, (f"shape {mine.shape}", f"shape {yours.shape}"))
    elif not same_block(mine, yours):
        contents = one.whole.content(mine), other.whole.content(yours)
        if contents[0] is None or contents[1] is None:
            yield Difference(path, TOO_MANY)
            return
        found = array_difference(mine, (contents[0], contents[1]))
        if found is not None:
            place, words, more = found
            yield Difference(path, words, place, more)


def _texts(one: Side, other: Side, path: str) -> Iterator[Difference]:
    if is_code(path):
        # What a function is made of is nothing that one would want to read.
        if (one.node.text, one.node.block) != (other.node.text, other.node.block):
            yield Difference(path, ("one", "another"))
    elif one.node.kind is not other.node.kind:
        texts = [side.node.text if side.node.kind is Kind.PLAIN else _beginning(side) for side in (one, other)]
        yield Difference(path, shown_from(texts[0], texts[1]))
    elif not same_block(one.node, other.node):
        contents = one.whole.content(one.node), other.whole.content(other.node)
        if contents[0] is None or contents[1] is None:
            yield Difference(path, TOO_MANY)
        else:
            place, words = bytes_difference(one.node.type, contents[0], contents[1])
            yield Difference(path, words, place)


def _beginning(side: Side) -> str:
    content = side.whole.content(side.node)
    assert side.node.block is not None
    begin = "" if content is None else shown(repr(content[:200].decode("utf-8", "replace")))
    return f"{begin} ({side.node.block.size:,} bytes)"


def _sets(one: Side, other: Side, path: str) -> Iterator[Difference]:
    if same_block(one.node, other.node):
        return
    mine, yours = one.whole.elements(one.node), other.whole.elements(other.node)
    if mine is None or yours is None:
        yield Difference(path, TOO_MANY)
        return
    first, second = Counter(map(one.key, mine)), Counter(map(other.key, yours))
    if first != second:
        yield Difference(path, element_words(sorted((first - second).elements()), sorted((second - first).elements())))
