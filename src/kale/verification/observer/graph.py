"""A value becomes a graph of nodes, without calling any code of the notebook's."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from .blocks import BlockStore
from .nodes import Kind, Node
from .texts import plain_text, record_text, root_module, type_name

MOST_NODES: Final = 200_000
"""Objects that one description looks at; what lies beyond is not compared, and the description says so."""

MANY: Final = 1000
"""Elements from which on small lists and dictionaries in a sequence are described by their texts."""

LONGEST_PLAIN: Final = 2000
"""Characters of a plain text; a longer one goes into a block."""

Describe = Callable[["Graph", Any], Node]

DESCRIPTIONS: Final[dict[tuple[str, str], Describe]] = {}
"""How objects are described, by the first name of their class's module and the name of the class or of a base."""


def describes(*names: tuple[str, str]) -> Callable[[Describe], Describe]:
    """Let a function describe the objects of classes, given by their module's first name and their own."""

    def register(describe: Describe) -> Describe:
        DESCRIPTIONS.update(dict.fromkeys(names, describe))
        return describe

    return register


class Graph:
    """The nodes of several values that one process holds at one time.

    Args:
        store: Takes their bytes.
        fallback: Describes objects of classes that nothing is known of.
    """

    def __init__(self, store: BlockStore, fallback: Describe) -> None:
        self.store = store
        self._fallback = fallback
        self._nodes: list[Node | None] = []
        self._numbers: dict[int | str, int] = {}
        self._pending: deque[tuple[int, Any]] = deque()
        # As long as the objects live, no other object gets one of their ids.
        self._alive: list[Any] = []

    def number_of(self, value: Any) -> int:
        """Give the number of the node of a value, which may be described later."""
        text = _text(value, plain_text)
        key = id(value) if text is None else text
        if key not in self._numbers:
            self._numbers[key] = len(self._nodes)
            if text is None:
                self._pending.append((len(self._nodes), value))
                self._alive.append(value)
                self._nodes.append(None)
            else:
                self._nodes.append(self._plain_node(value, text))
        return self._numbers[key]

    def nodes(self) -> tuple[Node, ...]:
        """Describe what is left to describe, and give all nodes by number."""
        while self._pending:
            number, value = self._pending.popleft()
            self._nodes[number] = self._describe(value)
        return tuple(node for node in self._nodes if node is not None)

    def add(self, node: Node) -> int:
        """Add a node that stands for no object by itself, and give its number."""
        self._nodes.append(node)
        return len(self._nodes) - 1

    def elements(self, items: Sequence[Any], type_: str = "list", text: str = "") -> Node:
        """Describe a sequence: as lines if all its elements are plain, otherwise part by part."""
        lines = plain_lines(items)
        if lines is None and len(items) >= MANY:
            lines = _lines(items, record_text)
        if lines is None:
            parts = ((f"[{position}]", self.number_of(item)) for position, item in enumerate(items))
            return Node(Kind.PARTS, type_, text, tuple(parts))
        return Node(Kind.LINES, type_, text, block=self.store.keep("\n".join(lines).encode()), shape=(len(lines),))

    def parts(self, type_: str, labelled: Iterable[tuple[str, Any]], text: str = "") -> Node:
        """Describe an object by its parts."""
        return Node(Kind.PARTS, type_, text, tuple((label, self.number_of(part)) for label, part in labelled))

    def mapping(self, type_: str, keys: Sequence[Any], values: Sequence[Any], extra: Iterable[tuple[str, Any]]) -> Node:
        """Describe keys with their values, and what else there is to it."""
        both = (("keys", self.add(self.elements(keys))), ("values", self.add(self.elements(values))))
        more = ((label, self.number_of(part)) for label, part in extra)
        return Node(Kind.MAPPING, type_, parts=(*both, *more))

    def _plain_node(self, value: Any, text: str) -> Node:
        name = type_name(type(value))
        if len(text) <= LONGEST_PLAIN:
            return Node(Kind.PLAIN, name, text)
        content = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else text.encode()
        return Node(Kind.BYTES, name, block=self.store.keep(value if type(value) is bytes else content))

    def _describe(self, value: Any) -> Node:
        if len(self._nodes) > MOST_NODES:
            return opaque(value, f"the variables hold more than {MOST_NODES:,} objects")
        try:
            return self._description(value)(self, value)
        except Exception as error:
            return opaque(value, f"looking at it failed: {type(error).__name__}: {error}")

    def _description(self, value: Any) -> Describe:
        for base in type(value).__mro__:
            known = DESCRIPTIONS.get((root_module(base), base.__name__))
            if known is not None:
                return known
        return self._fallback


def opaque(value: Any, reason: str) -> Node:
    """Say why a value is not looked into."""
    return Node(Kind.OPAQUE, type_name(type(value)), reason)


def plain_lines(items: Iterable[Any]) -> list[str] | None:
    """Give the texts of elements, or nothing if one of them is not plain."""
    return _lines(items, plain_text)


def _lines(items: Iterable[Any], text_of: Callable[[Any], str | None]) -> list[str] | None:
    lines = []
    for item in items:
        text = _text(item, text_of)
        if text is None:
            return None
        lines.append(text)
    return lines


def labelled_attributes(attributes: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give attributes in order of name, with the label by which code reaches each."""
    return ((f".{name}", attributes[name]) for name in sorted(attributes, key=str))


def _text(value: Any, text_of: Callable[[Any], str | None]) -> str | None:
    """Give a value's text; a value whose own ``repr`` fails is described by its parts."""
    try:
        return text_of(value)
    except Exception:
        return None
