"""Notebooks from a few words, and what edits make of them."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from kale.jupyter.server.documents import Action, Edit
from kale.jupyter.server.edits import edit_of
from kale.jupyter.server.open_notebook import OpenNotebook, opened

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)


def code(source: str = "x = 1", tags: str | Iterable[Any] = (), kale: Any = None) -> dict[str, Any]:
    """Give a code cell; tags in one string are separated by spaces."""
    metadata: dict[str, Any] = {"tags": tags.split() if isinstance(tags, str) else list(tags)}
    if kale is not None:
        metadata["kale"] = kale
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def text(source: str = "words", tags: str = "") -> dict[str, Any]:
    """Give a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {"tags": tags.split()}, "source": source}


def document(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """Give a notebook whose cells have the ids ``c1``, ``c2`` and so on."""
    numbered = [{"id": f"c{number}", **cell} for number, cell in enumerate(cells, start=1)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": numbered}


def tagged(*tags: str, **metadata: Any) -> dict[str, Any]:
    """Give a notebook with a cell for each string of tags; each cell binds a variable of its own."""
    cells = [code(f"x{number} = {number}", listed) for number, listed in enumerate(tags, start=1)]
    return document(*cells, **metadata)


def read(notebook: dict[str, Any]) -> OpenNotebook:
    """Give a notebook as the server reads it."""
    return opened(notebook, "folder/work.ipynb")


def applied(notebook: dict[str, Any], edit: Edit) -> dict[str, Any]:
    """Give a notebook with an edit, as the user interface applies it."""
    changed = copy.deepcopy(notebook)
    cells = {read(notebook).id_of(number): cell for number, cell in enumerate(changed["cells"], start=1)}
    for each in edit.cells:
        cell = cells[each.id]
        if each.tags is not None:
            cell["metadata"]["tags"] = list(each.tags)
        if each.kale.change and each.kale.value is None:
            del cell["metadata"]["kale"]
        elif each.kale.change:
            cell["metadata"]["kale"] = each.kale.value
        if each.source is not None:
            cell["source"] = each.source
    for key, value in edit.notebook_metadata.items():
        if value is None:
            del changed["metadata"][key]
        else:
            changed["metadata"][key] = value
    return changed


def tags_of(notebook: dict[str, Any]) -> list[str]:
    """Give the tags of every cell, separated by spaces."""
    return [" ".join(cell["metadata"]["tags"]) for cell in notebook["cells"]]


def settings_of(notebook: dict[str, Any]) -> list[Any]:
    """Give what stands under ``kale`` in the metadata of every cell."""
    return [cell["metadata"].get("kale") for cell in notebook["cells"]]


def edit(notebook: dict[str, Any], kind: str, **facts: Any) -> Edit:
    """Give what an action changes; the action is read as the server reads it."""
    return edit_of(read(notebook), _ACTION.validate_python({"kind": kind, **facts}))
