"""Bytes of descriptions, in a folder that holds each content once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from .nodes import Block

LONGEST_INLINE: Final = 512
"""Bytes up to which a block is written down where it is mentioned."""

LARGEST_KEPT: Final = 256 * 1024 * 1024
"""Bytes up to which a block is kept; of a larger one it is known whether it is the same, not where it differs."""

MOST_KEPT: Final = 2 * 1024 * 1024 * 1024
"""Bytes that one process adds to the store at most."""


class BlockStore:
    """A folder of blocks, each in a file named by its digest.

    Args:
        folder: Where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left = MOST_KEPT

    def keep(self, content: bytes | memoryview) -> Block:
        """Keep bytes and say which they are."""
        view = memoryview(content).cast("B")
        size = view.nbytes
        digest = hashlib.blake2b(view, digest_size=16).hexdigest()
        if size <= LONGEST_INLINE:
            return Block(digest, size, bytes(view).decode("latin-1"))
        path = self._folder / digest
        if path.exists():
            return Block(digest, size)
        if size > min(LARGEST_KEPT, self._left):
            return Block(digest, size, kept=False)
        self._left -= size
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(view)
        part.replace(path)
        return Block(digest, size)

    def read(self, block: Block) -> bytes:
        """Give the bytes of a block that was kept."""
        if block.inline is not None:
            return block.inline.encode("latin-1")
        return (self._folder / block.digest).read_bytes()
