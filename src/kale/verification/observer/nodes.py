"""The form of a description: a value is a graph of nodes, which holds cycles and shared objects as they are."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any


class Kind(str, enum.Enum):
    """What a node is made of."""

    PLAIN = "plain"
    """``text`` is the whole value, as Python writes it."""
    LINES = "lines"
    """A sequence of plain values: one text a line in ``block``."""
    PARTS = "parts"
    """Labelled parts in order, such as a list's elements or an object's attributes."""
    MAPPING = "mapping"
    """Two parts: the keys and the values."""
    SET = "set"
    """Parts or lines whose order says nothing."""
    ARRAY = "array"
    """``block`` holds the elements of an array, ``text`` their type, ``shape`` their number."""
    BYTES = "bytes"
    """``block`` holds a long text or the content of a file."""
    OPAQUE = "opaque"
    """``text`` says why the value cannot be looked into."""


@dataclass(frozen=True)
class Block:
    """Bytes of a description, kept once for all descriptions that hold them.

    Attributes:
        digest: Tells the bytes from any others.
        size: How many.
        inline: The bytes themselves as Latin-1 text, when they are few.
        kept: Whether the bytes are inline or in the store; too many of them are not.
    """

    digest: str
    size: int
    inline: str | None = None
    kept: bool = True


@dataclass(frozen=True)
class Node:
    """One object of a value.

    Attributes:
        kind: What it is made of.
        type: Name of its class; a class of the notebook has no module in front.
        text: A plain value, or what else tells it from others, in words.
        parts: Label and number of each part.
        block: Its bytes.
        shape: Shape of an array.
    """

    kind: Kind
    type: str
    text: str = ""
    parts: tuple[tuple[str, int], ...] = ()
    block: Block | None = None
    shape: tuple[int, ...] | None = None

    def to_json(self) -> list[Any]:
        """Give the node in the form in which it is written down."""
        block = None if self.block is None else [*vars(self.block).values()]
        return [self.kind.value, self.type, self.text, self.parts, block, self.shape]

    @classmethod
    def from_json(cls, form: list[Any]) -> Node:
        """Read what :meth:`to_json` has given."""
        kind, name, text, parts, block, shape = form
        return cls(
            kind=Kind(kind),
            type=name,
            text=text,
            parts=tuple((label, number) for label, number in parts),
            block=None if block is None else Block(*block),
            shape=None if shape is None else tuple(shape),
        )


@dataclass(frozen=True)
class Observation:
    """What a cell left behind in one process.

    Attributes:
        look: Number of the look, which tells the step and the cell.
        roots: Number of the node that each observed variable or file is, by its name.
        fresh: Names that the cell has bound, as far as the process could see.
        nodes: All nodes.
    """

    look: int
    roots: dict[str, int] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    nodes: tuple[Node, ...] = ()

    def to_json(self) -> list[Any]:
        """Give the observation in the form in which it is written down."""
        return [self.look, self.roots, sorted(self.fresh), [node.to_json() for node in self.nodes]]

    @classmethod
    def from_json(cls, form: list[Any]) -> Observation:
        """Read what :meth:`to_json` has given."""
        look, roots, fresh, nodes = form
        return cls(look, roots, frozenset(fresh), tuple(Node.from_json(node) for node in nodes))
