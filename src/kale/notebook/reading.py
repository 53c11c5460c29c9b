"""Reading a notebook from a file or from memory, without running any of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Final, Protocol, TypeAlias

from kale.errors import NotebookError, NotebookNotFoundError
from kale.notebook.folder import Folder
from kale.notebook.notebook import Notebook
from kale.notebook.text_notebooks import is_text_notebook, parse_text_notebook
from kale.notebook.versions import MalformedNotebookError, cells_of, plain

_BYTE_ORDER_MARK: Final = "\ufeff"
_TOO_DEEP: Final = "the file is not a notebook: its JSON is nested too deeply"


class ReadableFile(Protocol):
    """An open file."""

    def read(self) -> str | bytes:
        """Give what is left of the file."""


NotebookSource: TypeAlias = str | os.PathLike[str] | ReadableFile | Mapping[str, Any] | Notebook
"""Where a notebook can come from: a path, an open file, or a notebook in memory, as nbformat or kale has read it."""


def read_notebook(source: NotebookSource) -> Notebook:
    """Read a notebook of format 3 or 4, or a text file that jupytext reads as one.

    Args:
        source: Path of the file, an open file, or the notebook itself as a dictionary or nbformat node; one that has
            been read already is given as it is.

    Raises:
        NotebookNotFoundError: There is no file at the path.
        NotebookError: The file cannot be read, is not a notebook, or is not in Python.
    """
    if isinstance(source, Notebook):
        return source
    if isinstance(source, Mapping):
        return _notebook(source, label=None, name=None)
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        return parse_notebook(content_of(path), str(path), folder=Folder.of(path))
    return parse_notebook(source.read(), _label_of(source))


def parse_notebook(content: str | bytes, label: str | None = None, *, folder: Folder | None = None) -> Notebook:
    """Read a notebook from the content of its file.

    Args:
        content: The whole file.
        label: Path of the file, for messages.
        folder: The folder that the file stands in.

    Raises:
        NotebookError: The content is not a notebook, or is not in Python.
    """
    notebook = _notebook(_parse(content, label), label=label, name=PurePath(label).name if label else None)
    return replace(notebook, folder=folder)


def content_of(path: Path) -> bytes:
    """Give the content of a file.

    Raises:
        NotebookNotFoundError: There is no file at the path.
        NotebookError: The file cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotebookNotFoundError("there is no such file", source=str(path)) from None
    except IsADirectoryError:
        raise NotebookError("this is a directory, not a notebook", source=str(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotebookError(f"the file cannot be read: {reason}", source=str(path)) from error


def _label_of(file: ReadableFile) -> str | None:
    name = getattr(file, "name", None)
    return name if isinstance(name, str) else None


def _parse(content: str | bytes, label: str | None) -> Mapping[str, Any]:
    text = decoded(content, label) if isinstance(content, bytes) else content
    text = text.removeprefix(_BYTE_ORDER_MARK)
    if not text.strip():
        raise NotebookError("the file is empty, not a notebook", source=label)
    if label is not None and is_text_notebook(label):
        return parse_text_notebook(text, label)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise NotebookError(f"the file is not a notebook: no JSON at {place} ({error.msg})", source=label) from None
    except RecursionError:
        raise NotebookError(_TOO_DEEP, source=label) from None
    except ValueError:
        # Python reads no more digits than a limit of its own, since that would take very long.
        raise NotebookError(
            "the file is not a notebook: a number in it has thousands of digits", source=label
        ) from None
    if not isinstance(document, Mapping):
        raise NotebookError("the file is JSON, but not a notebook: it is not an object", source=label)
    return document


def decoded(content: bytes, label: str | None) -> str:
    """Give the content of a notebook file as text.

    Raises:
        NotebookError: It is not UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        message = f"the file is not UTF-8 text: byte 0x{byte:02x} on line {line}"
        raise NotebookError(message, source=label) from None


def _notebook(document: Mapping[str, Any], label: str | None, name: str | None) -> Notebook:
    try:
        cells = cells_of(document)
        metadata = plain(document.get("metadata") or {})
    except MalformedNotebookError as error:
        raise NotebookError(str(error), source=label) from None
    except RecursionError:
        raise NotebookError(_TOO_DEEP, source=label) from None
    if not isinstance(metadata, dict):
        raise NotebookError("it is not a notebook: its 'metadata' is not an object", source=label)
    _check_language(metadata, label)
    return Notebook(cells=cells, metadata=metadata, name=name)


def _check_language(metadata: Mapping[str, Any], label: str | None) -> None:
    language = _text_at(metadata, "kernelspec", "language") or _text_at(metadata, "language_info", "name")
    if language and not language.lower().startswith(("python", "ipython")):
        raise NotebookError(f"the notebook is in {language}, and kale reads Python only", source=label)


def _text_at(metadata: Mapping[str, Any], section: str, key: str) -> str:
    found = metadata.get(section)
    value = found.get(key) if isinstance(found, Mapping) else None
    return value.strip() if isinstance(value, str) else ""
