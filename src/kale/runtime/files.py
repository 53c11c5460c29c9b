"""Files, which steps hand on like variables."""

from __future__ import annotations

import os
import pickle
from typing import Any

from kale.runtime.registry import STATES


def read_files(path: str) -> Any:
    """Give the content of a file, or of each file in a folder by its name."""
    if os.path.isdir(path):
        return {name: read_files(os.path.join(path, name)) for name in sorted(os.listdir(path))}
    with open(path, "rb") as stream:
        return pickle.PickleBuffer(stream.read())


def write_files(path: str, content: Any) -> None:
    """Write a file, or the files of a folder."""
    if isinstance(content, dict):
        os.makedirs(path, exist_ok=True)
        for name, part in content.items():
            write_files(os.path.join(path, name), part)
    else:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(content)


def find_files(name: str) -> list[Any]:
    """Give the content of the file that a name such as ``<file:table.csv>`` stands for, if it exists."""
    return [read_files(name[6:-1])] if os.path.exists(name[6:-1]) else []


def place_files(name: str, content: Any) -> None:
    """Write the file that a name stands for."""
    write_files(name[6:-1], content)


STATES["<file:"] = find_files, place_files
