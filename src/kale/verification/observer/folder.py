"""Which files of the working directory a cell writes, changes or removes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .blocks import LARGEST_KEPT, BlockStore
from .nodes import Kind, Node

MOST_FILES: Final = 20_000
"""Files that one look goes over; those beyond are not compared."""

PREFIX: Final = "file "
"""Stands before the path of a file among the names of what is observed; no variable has a blank in its name."""

_IGNORED: Final = frozenset({"__pycache__", "kale-runs"})

Stamp = tuple[int, int, int]


class Folder:
    """The files under a folder, hidden ones left out.

    Args:
        path: The folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = dict(self._stamps())

    def remember(self) -> None:
        """Take what is there now for known."""
        self._known = dict(self._stamps())

    def changes(self) -> list[Path]:
        """Give the files that were written since they were last known, and those that are gone."""
        now = dict(self._stamps())
        changed = [path for path, stamp in now.items() if self._known.get(path) != stamp]
        gone = [path for path in self._known if path not in now]
        self._known = now
        return sorted(changed + gone)

    def name_of(self, path: Path) -> str:
        """Give the name under which a file is observed."""
        return PREFIX + path.relative_to(self._path).as_posix()

    def _stamps(self) -> Iterator[tuple[Path, Stamp]]:
        count = 0
        for here, folders, files in os.walk(self._path):
            folders[:] = sorted(name for name in folders if name[0] != "." and name not in _IGNORED)
            for name in sorted(files):
                count += 1
                if count > MOST_FILES:
                    return
                path = Path(here, name)
                try:
                    facts = path.stat()
                except OSError:
                    continue
                if name[0] != "." and stat.S_ISREG(facts.st_mode):
                    yield path, (facts.st_size, facts.st_mtime_ns, facts.st_ino)


def describe_file(path: Path, store: BlockStore) -> Node:
    """Describe a file by its content."""
    try:
        size = path.stat().st_size
        if size > LARGEST_KEPT:
            return Node(Kind.OPAQUE, "file", f"it has {size:,} bytes; files past {LARGEST_KEPT:,} bytes are left alone")
        return Node(Kind.BYTES, "file", block=store.keep(path.read_bytes()))
    except FileNotFoundError:
        return Node(Kind.PLAIN, "no file", "removed")
    except OSError as error:
        return Node(Kind.OPAQUE, "file", f"it cannot be read: {error.strerror}")
