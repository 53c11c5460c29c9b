"""A description on the reading side: the nodes of one observation with the bytes that belong to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from kale.verification.observer.blocks import BlockStore
from kale.verification.observer.nodes import Kind, Node, Observation

Element: TypeAlias = "str | int"
"""An element of a sequence: its text if it is plain, otherwise the number of its node."""

DEEPEST: Final = 60
"""Levels of parts that tell elements of a set, or keys, from each other."""


@dataclass(frozen=True)
class Described:
    """What one process has written down of what a cell left behind.

    Attributes:
        observation: The nodes.
        store: Where their bytes are.
    """

    observation: Observation
    store: BlockStore
    _digests: dict[int, str] = field(default_factory=dict)

    def node(self, number: int) -> Node:
        """Give a node."""
        return self.observation.nodes[number]

    def root(self, name: str) -> int | None:
        """Give the number of the node that a variable is; nothing where the name is not bound."""
        return self.observation.roots.get(name)

    def content(self, node: Node) -> bytes | None:
        """Give the bytes of a node; nothing when they were too many to be kept."""
        return self.store.read(node.block) if node.block is not None and node.block.kept else None

    def elements(self, node: Node) -> Sequence[Element] | None:
        """Give the elements of a sequence; nothing when they were too many to be kept."""
        if node.kind is Kind.LINES or (node.kind is Kind.SET and node.block is not None):
            content = self.content(node)
            return None if content is None else content.decode().split("\n") if node.shape != (0,) else []
        return [self._element(number) for _, number in node.parts]

    def digest(self, number: int, inside: tuple[int, ...] = ()) -> str:
        """Give a text that two values share exactly when they are the same."""
        if number in inside or len(inside) > DEEPEST:
            return f"inside {len(inside) - inside.index(number) if number in inside else 0}"
        if number not in self._digests:
            node = self.node(number)
            parts = [(label, self.digest(part, (*inside, number))) for label, part in node.parts]
            ordered = sorted(parts) if node.kind is Kind.SET else parts
            block = node.block.digest if node.block is not None else ""
            whole = repr((node.kind.value, node.type, node.text, node.shape, block, ordered))
            self._digests[number] = hashlib.blake2b(whole.encode("utf-8", "surrogatepass")).hexdigest()
        return self._digests[number]

    def _element(self, number: int) -> Element:
        node = self.node(number)
        return node.text if node.kind is Kind.PLAIN else number


def read_observations(log: Path, store: BlockStore) -> Mapping[int, Described]:
    """Give what was written down, by the number of the look; of several looks of one number the last.

    Args:
        log: The file, which need not exist.
        store: Where the large parts are.
    """
    if not log.exists():
        return {}
    found: dict[int, Described] = {}
    for line in log.read_bytes().splitlines():
        try:
            form = json.loads(line)
        except ValueError:
            # The process was killed while it wrote.
            continue
        observation = Observation.from_json(form)
        found[observation.look] = Described(observation, store)
    return found
