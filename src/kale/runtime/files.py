"""Files and folders, which steps hand on like variables.

A file stands under a name such as ``<file:table.csv>``. Where the code shows its path in parts only, the name is a
pattern such as ``<file:parts/*.csv>``: it stands for the files that fit it and that the step has written or loaded.
"""

from __future__ import annotations

import os
import pickle
import time
from typing import Any

from kale.runtime.outputs import write_file
from kale.runtime.reducers import STATES
from kale.runtime.registry import OPERATIONS

BEGUN = time.time() - 0.1
"""When the step began, in seconds; file systems keep times by a clock that lags a little."""


def read_files(path: str) -> Any:
    """Give the content of a file, or of each file in a folder by its name."""
    if os.path.isdir(path):
        return {name: read_files(os.path.join(path, name)) for name in sorted(os.listdir(path))}
    with open(path, "rb") as stream:
        return pickle.PickleBuffer(stream.read())


def write_files(path: str, content: Any) -> None:
    """Write a file, or the files of a folder."""
    if isinstance(content, dict):
        os.makedirs(path or ".", exist_ok=True)
        for name, part in content.items():
            write_files(os.path.join(path, name), part)
    else:
        write_file(path, content)


def written_since(path: str) -> bool:
    """Whether a file was written since the step began, even if it was given an older date."""
    found = os.stat(path)
    return max(found.st_ctime, found.st_mtime) > BEGUN


def fitting_files(pattern: str) -> list[str]:
    """Give the files that fit a pattern, and that were written since the step began."""
    from fnmatch import fnmatchcase

    place = os.path.dirname(pattern.partition("*")[0]) or "."
    every = [os.path.normpath(os.path.join(at, name)) for at, _, names in os.walk(place) for name in names]
    return [path for path in sorted(every) if fnmatchcase(path, pattern) and written_since(path)]


def find_files(name: str) -> list[Any]:
    """Give the content of the file that a name such as ``<file:table.csv>`` stands for, if it exists."""
    path = name[6:-1]
    if "*" in path:
        return [{file: read_files(file) for file in fitting_files(path)}]
    return [read_files(path)] if os.path.exists(path) else []


def place_files(name: str, *found: Any) -> None:
    """Write the file, or the files, that a name stands for; remove the file if a step has removed it."""
    path = name[6:-1]
    for content in found:
        write_files("" if "*" in path else path, content)
    if not found:
        remove_files(path)


def remove_files(path: str) -> None:
    """Remove a file, or a folder with all that is in it, if it is there."""
    if os.path.isdir(path):
        from shutil import rmtree

        rmtree(path)
    elif os.path.exists(path):
        os.unlink(path)


def make_folders(_: Any, folders: list[str]) -> None:
    """Make the folders that earlier steps have made."""
    for folder in folders:
        os.makedirs(folder, exist_ok=True)


STATES["<file:"] = find_files, place_files
OPERATIONS["folders"] = make_folders
