"""Notebooks with files beside them, made for a test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kale.build import Build, build_pipeline
from kale.notebook import read_notebook
from kale.pipeline import Step
from kale.provision import PackageChoices


def write_notebook(
    folder: Path, *cells: tuple[str, str], files: Mapping[str, str] | None = None, metadata: Any = None
) -> Path:
    """Write a notebook and files beside it.

    Args:
        folder: Where to.
        cells: The tags of each code cell, separated by blanks, and its source.
        files: Text of each file, by path.
        metadata: What stands under ``kale`` in the notebook's metadata.
    """
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kale": metadata or {}},
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": tags.split()},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for number, (tags, source) in enumerate(cells)
        ],
    }
    path = folder / "nb.ipynb"
    path.write_text(json.dumps(document), "utf-8")
    return path


def build(path: Path, **choices: Any) -> Build:
    """Build the pipeline of a notebook."""
    return build_pipeline(read_notebook(path), choices=PackageChoices.of(**choices))


def step_of(built: Build, name: str) -> Step:
    """Give a step of what was built."""
    assert built.pipeline is not None, "\n".join(found.render() for found in built.errors)
    return built.pipeline.step(name)


def codes(built: Build) -> list[str]:
    """Give the codes of what was found, with the cell that each stands in."""
    return [f"{found.code}@{found.span.cell if found.span else ''}" for found in built.diagnostics]
