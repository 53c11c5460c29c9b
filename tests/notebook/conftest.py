"""Notebooks from a few words, for tests of reading and annotating them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from kale.notebook import AnnotatedNotebook, annotate, read_notebook

MakeDocument: TypeAlias = Callable[..., dict[str, Any]]
Annotate: TypeAlias = Callable[..., AnnotatedNotebook]
WriteFile: TypeAlias = Callable[..., Path]


def make_document(
    *cells: tuple[str | Iterable[str], str] | dict[str, Any], metadata: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Give a notebook of format 4.5, from cells as (tags, source) or as they stand in a file."""
    raw = [cell if isinstance(cell, dict) else code_cell(*cell) for cell in cells]
    numbered = [{"id": f"c{number}", **cell} for number, cell in enumerate(raw, start=1)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata or {}, "cells": numbered}


def code_cell(tags: str | Iterable[str], source: str) -> dict[str, Any]:
    """Give a code cell; tags in one string are separated by spaces."""
    listed = tags.split() if isinstance(tags, str) else list(tags)
    return {
        "cell_type": "code",
        "metadata": {"tags": listed},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


@pytest.fixture
def document() -> MakeDocument:
    """Make a notebook as it stands in a file."""
    return make_document


@pytest.fixture
def annotated() -> Annotate:
    """Annotate a notebook made of cells."""

    def annotated_notebook(*cells: Any, metadata: dict[str, Any] | None = None) -> AnnotatedNotebook:
        return annotate(read_notebook(make_document(*cells, metadata=metadata)))

    return annotated_notebook


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Write a notebook file, from text, bytes or an object."""

    def write(content: Any, name: str = "train.ipynb") -> Path:
        path = tmp_path / name
        if not isinstance(content, bytes):
            content = (content if isinstance(content, str) else json.dumps(content)).encode()
        path.write_bytes(content)
        return path

    return write
