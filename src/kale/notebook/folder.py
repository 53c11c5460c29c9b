"""The folder of a notebook: what stands in it can be read, and nothing outside of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MAGIC: Final = "*?["


class OutsideFolderError(ValueError):
    """A path leads out of the notebook's folder, by its parts or through a link."""


@dataclass(frozen=True)
class Folder:
    """A folder, with the paths of files in it.

    Attributes:
        path: The folder, resolved.
    """

    path: Path

    @classmethod
    def of(cls, notebook: Path) -> Folder:
        """Give the folder that a notebook's file stands in."""
        return cls(notebook.resolve().parent)

    @classmethod
    def of_source(cls, file: str) -> Folder | None:
        """Give the folder of a Python file; ``None`` where the name is none of a file, such as ``<stdin>``."""
        path = Path(file)
        return cls.of(path) if path.is_file() else None

    def file(self, relative: str) -> Path | None:
        """Give the file at a path below the folder; ``None`` where there is none.

        Raises:
            OutsideFolderError: The path leads out of the folder.
        """
        path = self.path / relative
        return self._inside(path) if path.is_file() else None

    def read(self, relative: str) -> bytes:
        """Give what the file at a path below the folder holds.

        Raises:
            OutsideFolderError: The path leads out of the folder.
            OSError: The file cannot be read.
        """
        return self._inside(self.path / relative).read_bytes()

    def matching(self, pattern: str) -> Iterator[str]:
        """Give the paths of the files that a path or pattern names, in order; a folder stands for all that is in it.

        Raises:
            OutsideFolderError: A path leads out of the folder.
        """
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
            raise OutsideFolderError(pattern)
        found = self.path.glob(pattern) if any(sign in pattern for sign in _MAGIC) else [self.path / pattern]
        files = (inner for path in found for inner in (path.rglob("*") if path.is_dir() else [path]))
        for path in sorted(set(files)):
            relative = path.relative_to(self.path).as_posix()
            if self.file(relative) is not None:
                yield relative

    def _inside(self, path: Path) -> Path:
        if not path.resolve().is_relative_to(self.path):
            raise OutsideFolderError(str(path.relative_to(self.path)))
        return path
