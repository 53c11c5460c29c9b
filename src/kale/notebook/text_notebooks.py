"""Notebooks that are text files, as jupytext writes them: Python with ``# %%`` between the cells, and Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from kale.errors import NotebookError

_FORMATS: Final[Mapping[str, str]] = {".py": "py:percent", ".md": "md", ".markdown": "md"}
_CELL_MARK: Final = re.compile(r"^# *%%", re.MULTILINE)
_CODE_FENCE: Final = re.compile(r"^```\s*\{?\.?i?python", re.MULTILINE | re.IGNORECASE)


def is_text_notebook(name: str | None) -> bool:
    """Whether a file of this name holds a notebook as text."""
    return name is not None and PurePath(name).suffix.lower() in _FORMATS


def parse_text_notebook(text: str, label: str) -> Mapping[str, Any]:
    """Give the notebook that a text describes, in nbformat's form. None of its code runs.

    Args:
        text: Content of the file.
        label: The file's name, for messages; its ending says how the text is read.

    Raises:
        NotebookError: jupytext is not installed, or the text is not a notebook.
    """
    suffix = PurePath(label).suffix.lower()
    if suffix == ".py" and not _CELL_MARK.search(text):
        raise NotebookError(
            "the file has no cells: no line starts with '# %%'; to compile a function decorated with @pipeline, add"
            " its name, as in file.py:my_pipeline",
            source=label,
        )
    if suffix != ".py" and not _CODE_FENCE.search(text):
        raise NotebookError("the file has no cells: it holds no block of Python between ``` fences", source=label)
    try:
        import jupytext
    except ImportError:
        raise NotebookError(
            "a notebook that is a text file is read with jupytext; install it: pip install 'kale-pipelines[text]'",
            source=label,
        ) from None
    try:
        notebook: Mapping[str, Any] = jupytext.reads(text, fmt=_FORMATS[suffix])
    except Exception as error:
        # jupytext lets through whatever its parsers for headers and for each format raise.
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise NotebookError(f"jupytext cannot read the file: {reason}", source=label) from error
    return notebook
