"""Files that one step writes and another one reads: they cross like variables."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from kale.analysis.text_resolution import alternatives, applied, exact, pattern, resolved
from kale.analysis.values import Text, Unknown, Variable
from kale.pipeline.names import FILE_PREFIX

_NO_PATH: Final = re.compile("[\n\0\x1f]")
_REMOTE: Final = ("http://", "https://", "s3://", "gs://", "ftp://", "hdfs://", "abfs://", "az://", "mem://", "data:")
_KERNEL: Final = re.compile(r"/+(?:dev/(?!shm/)|proc/|sys/)")
"""What every Linux has, and whose content is no file's: devices and what the kernel says of itself."""
_CHANGING: Final = frozenset("wax+")
READING: Final[Text] = ("r",)
ANY_MODE: Final[Text] = ("r+",)
"""A mode that the code does not show may read as well as write."""

_IN_FOLDER: Final = re.compile(r"[^\s*]+/")
_WITH_EXTENSION: Final = re.compile(r"\S*\.\w{1,8}")


class FileUse(NamedTuple):
    """One touch of a file, as the code spells it.

    Attributes:
        text: How the path is put together; ``None`` when the code does not show it.
        writes: It is written.
        keeps: What it held before matters: it is read, appended to, or changed in parts.
        suffix: What the function adds to a path without a suffix.
        mode: How the mode is put together in which the file is opened; it decides on ``writes`` and ``keeps``.
        mentioned: The path is only mentioned: whoever is given it may read the file.
        certain: It happens whenever the statement or function does what it does.
        folder: A folder is made.
        removes: It is removed.
    """

    text: Text | None
    writes: bool = False
    keeps: bool = True
    suffix: str | None = None
    mode: Text | None = None
    mentioned: bool = False
    certain: bool = True
    folder: bool = False
    removes: bool = False

    @property
    def is_likely(self) -> bool:
        """Whether it touches a file rather than that a text is only handed to some function."""
        shown = self.text or ()
        return not self.mentioned or any(not isinstance(part, str) or "." in part or "/" in part for part in shown)

    def applied(self, given: Mapping[str, Text]) -> FileUse:
        """Give what a use in a function's body is for one call; ``given`` is what the parameters stand for."""
        mode = applied(self.mode, given) or ANY_MODE if self.mode is not None else None
        text = applied(self.text, given)
        return self if text is self.text and mode is self.mode else self._replace(text=text, mode=mode)

    def touches(self, value_of: Callable[[Variable], Text | None]) -> list[FileTouch]:
        """Give what the use may do; ``value_of`` gives the text that a variable holds, as far as it is known."""
        text = resolved(self.text, value_of)
        if text is None and self.mentioned:
            return []
        texts = alternatives(text) if text is not None else []
        if len(texts) <= 1:
            return [] if _is_of_kernel(text) else [self._touch(text, value_of)]
        # Of several files, only some may be touched.
        use = self._replace(certain=False, keeps=True)
        return [use._touch(each, value_of) for each in texts if not _is_of_kernel(each)]

    def _touch(self, text: Text | None, value_of: Callable[[Variable], Text | None]) -> FileTouch:
        path, computed = self._path(text)
        writes, keeps = self._changes(value_of)
        keeps = keeps or not self.certain
        return FileTouch(path, writes, keeps, self.mentioned, computed, self.folder, self.removes, _address(text))

    def _changes(self, value_of: Callable[[Variable], Text | None]) -> tuple[bool, bool]:
        """Give whether the file is written, and whether what it held before matters."""
        if self.mode is None:
            return self.writes, self.keeps
        # What cannot be told may do both.
        mode = frozenset(exact(resolved(self.mode, value_of)) or "r+")
        writes = bool(mode & _CHANGING)
        return writes, not writes or bool(mode & {"a", "+"})

    def _path(self, text: Text | None) -> tuple[str | None, bool]:
        """Give the path, or a pattern of what it may be, and whether it is a pattern."""
        whole = exact(text)
        if whole is not None or text is None:
            return _with_suffix(normal(whole), self.suffix), False
        shown = normal(pattern(text))
        if shown is None or not any(character.isalnum() for character in shown):
            return None, True
        if self.mentioned and not (_IN_FOLDER.match(shown) or _WITH_EXTENSION.fullmatch(shown)):
            return None, True
        # A path that ends in something unknown may have a suffix already.
        return (shown if text[-1] is Unknown.PART else _with_suffix(shown, self.suffix)), True


class FileTouch(NamedTuple):
    """What a statement does to a file.

    Attributes:
        path: The file, or a pattern for several; ``None`` when the code does not show which.
        writes: It is written.
        keeps: What it held before matters.
        mentioned: Its path is only mentioned.
        computed: The code shows the path in parts only.
        folder: It is a folder, which is made.
        removes: It is removed.
        remote: The address, or a pattern of it such as ``s3://bucket/*.csv``, where it is no file of the machine.
    """

    path: str | None
    writes: bool
    keeps: bool
    mentioned: bool
    computed: bool
    folder: bool
    removes: bool
    remote: str | None = None


def file_name(path: str) -> str:
    """Give the name under which a file crosses steps."""
    return f"{FILE_PREFIX}{path}>"


def is_file(name: str) -> bool:
    """Whether a name stands for a file rather than for a variable."""
    return name.startswith(FILE_PREFIX)


def file_path(name: str) -> str:
    """Give the path of the file that a name stands for."""
    return name[len(FILE_PREFIX) : -1]


def normal(path: str | None) -> str | None:
    """Give the path in its shortest form; ``None`` for what is no path on this machine."""
    if not path or _NO_PATH.search(path) or path.startswith(_REMOTE):
        return None
    return posixpath.normpath(path)


def _is_of_kernel(text: Text | None) -> bool:
    return bool(_KERNEL.match(_beginning(text)))


def _address(text: Text | None) -> str | None:
    return pattern(text) if text is not None and _beginning(text).startswith(_REMOTE) else None


def is_shown(address: str) -> bool:
    """Whether an address, or a pattern of one, shows where it is, and other processes find the same there."""
    scheme, _, place = address.partition("://")
    return bool(place) and not place.startswith("*") and scheme != "mem"


def _beginning(text: Text | None) -> str:
    """Give what a text begins with for certain."""
    return text[0] if text and isinstance(text[0], str) else ""


def matching(path: str, known: Iterable[str]) -> list[str]:
    """Give the known files that a path may name; it and they may be patterns.

    Those are the path itself, what lies in a folder of that name, a folder that it lies in, and what a pattern fits.
    """
    return sorted(file for file in known if file == path or _may_be_one(file, path))


def folder_of(path: str) -> str:
    """Give the innermost folder that a path or pattern surely lies in; ``.`` where it shows none."""
    return posixpath.dirname(path.partition("*")[0]) or "."


def _may_be_one(one: str, other: str) -> bool:
    if "*" in one and "*" in other:
        return _agree(one.partition("*")[0], other.partition("*")[0], str.startswith) and _agree(
            one.rpartition("*")[2], other.rpartition("*")[2], str.endswith
        )
    inside = _lies_in(one, other) or _lies_in(other, one)
    return inside or fnmatch.fnmatchcase(one, other) or fnmatch.fnmatchcase(other, one)


def _agree(one: str, other: str, compared: Callable[[str, str], bool]) -> bool:
    return compared(one, other) or compared(other, one)


def _lies_in(path: str, folder: str) -> bool:
    return not posixpath.isabs(path) if folder == "." else path.startswith(f"{folder}/")


def _with_suffix(path: str | None, suffix: str | None) -> str | None:
    if path is None or suffix is None or posixpath.splitext(path)[1]:
        return path
    return path + suffix
