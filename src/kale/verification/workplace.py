"""A copy of the files beside a notebook, in which it can run without touching the originals."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 1024 * 1024 * 1024
"""Bytes that are copied at most; what does not fit is linked."""

MOST_FILES: Final = 10_000
"""Files that are copied at most."""

HIGHEST: Final = 3
"""Folders above the notebook's that are looked into, when its code has paths that lead there."""

_LEFT_OUT: Final = frozenset({"__pycache__", "node_modules", "kale-runs"})
_UPWARDS: Final = re.compile(r"""["']\.\.["'](?:\s*,\s*["']\.\.["'])+|(?<![\w.])\.\.(?:/\.\.)*(?=[/"'])""")

Stamp = tuple[int, int]


class Workplace:
    """A folder like the notebook's own.

    Args:
        home: The folder whose files the notebook reads.
        folder: Where to make the copy; it must not exist.
        levels: How many folders above ``home`` the notebook reads files of.
        without: A folder that is left out: where results are written.

    Attributes:
        directory: The copy of ``home``.
        linked: What is not copied because it is too large; runs work on these themselves.
    """

    def __init__(self, home: Path, folder: Path, *, levels: int = 0, without: Path) -> None:
        home = home.resolve()
        top = [home, *home.parents][min(levels, len(home.parents))]
        self.directory = folder / home.relative_to(top)
        self.linked: tuple[Path, ...] = ()
        self._top, self._folder, self._without = top, folder, without.resolve()
        self._bytes, self._files = MOST_BYTES, MOST_FILES
        self._fill(top, folder, home)
        self._known = {path: _stamp(path) for path in _files(folder)}
        self._folders = set(_folders(folder))

    def reset(self) -> None:
        """Bring the folder into the state that it had at first."""
        for path in sorted(set(_folders(self._folder)) - self._folders, reverse=True):
            shutil.rmtree(path, ignore_errors=True)
        for path in self._folders:
            path.mkdir(parents=True, exist_ok=True)
        now = {path: _stamp(path) for path in _files(self._folder)}
        for path in now.keys() - self._known.keys():
            path.unlink()
        for path, stamp in self._known.items():
            if now.get(path) != stamp:
                path.unlink(missing_ok=True)
                self._copy(self._top / path.relative_to(self._folder), path)

    def _fill(self, source: Path, target: Path, home: Path) -> None:
        target.mkdir(parents=True)
        entries = [entry for entry in self._entries(source) if not _leads_to(entry, home)]
        sized = sorted((self._measure(entry), entry) for entry in entries)
        for (size, files), entry in sized:
            if size <= self._bytes and files <= self._files:
                self._bytes, self._files = self._bytes - size, self._files - files
                self._copy(entry, target / entry.name)
            else:
                self.linked = (*self.linked, entry)
                (target / entry.name).symlink_to(entry)
        if source != home:
            below = source / home.relative_to(source).parts[0]
            self._fill(below, target / below.name, home)

    def _entries(self, folder: Path) -> Iterator[Path]:
        """Give what lies in a folder, but for hidden things, caches, virtual environments and results."""
        if os.access(folder, os.R_OK | os.X_OK):
            for entry in sorted(folder.iterdir()):
                left_out = entry.name[0] == "." or entry.name in _LEFT_OUT or entry == self._without
                if not left_out and not _is_environment(entry):
                    yield entry

    def _measure(self, entry: Path) -> tuple[int, int]:
        """Give bytes and number of files, at least so far that it is clear that they are too many."""
        size = files = 0
        pending = [entry]
        while pending and size <= MOST_BYTES and files <= MOST_FILES:
            path = pending.pop()
            files += 1
            if path.is_symlink():
                continue
            if path.is_dir():
                pending.extend(self._entries(path))
            elif path.is_file():
                size += path.stat().st_size
        return size, files

    def _copy(self, source: Path, target: Path) -> None:
        """Copy a file or a folder; a link stays a link to the same place, or in a loop of links."""
        if source.is_symlink():
            target.symlink_to(os.path.realpath(source))
        elif source.is_dir():
            target.mkdir(exist_ok=True)
            for entry in self._entries(source):
                self._copy(entry, target / entry.name)
        elif source.is_file() and os.access(source, os.R_OK):
            shutil.copy2(source, target)


def levels_above(sources: Iterable[str]) -> int:
    """Give how many folders up the paths in some code lead."""
    found = (match.count("..") for source in sources for match in _UPWARDS.findall(source))
    return min(max(found, default=0), HIGHEST)


def _is_environment(entry: Path) -> bool:
    return os.access(entry / "pyvenv.cfg", os.F_OK)


def _leads_to(entry: Path, home: Path) -> bool:
    return entry == home or entry in home.parents


def _walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        yield entry
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))


def _files(folder: Path) -> Iterator[Path]:
    return (Path(entry.path) for entry in _walk(folder) if not entry.is_dir(follow_symlinks=False))


def _folders(folder: Path) -> Iterator[Path]:
    return (Path(entry.path) for entry in _walk(folder) if entry.is_dir(follow_symlinks=False))


def _stamp(path: Path) -> Stamp:
    facts = path.lstat()
    return facts.st_size, facts.st_mtime_ns
