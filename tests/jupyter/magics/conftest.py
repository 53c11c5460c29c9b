"""Notebooks on disk, and a kernel that runs none of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from tests.jupyter.magics.kernels import Kernel, kernel_in

WriteNotebook: TypeAlias = Callable[..., Path]


@pytest.fixture
def write_notebook(tmp_path: Path) -> WriteNotebook:
    """Write a notebook of cells given as (id, tags, source)."""

    def write(*cells: tuple[str, str, str], name: str = "work.ipynb") -> Path:
        path = tmp_path / name
        written: list[dict[str, object]] = [
            {
                "cell_type": "code",
                "id": cell_id,
                "execution_count": None,
                "metadata": {"tags": tags.split()},
                "outputs": [],
                "source": source,
            }
            for cell_id, tags, source in cells
        ]
        document = {"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel without a notebook, with the extension loaded."""
    with kernel_in(tmp_path_factory.mktemp("kernel")) as started:
        assert started.run("%load_ext kale").status == "ok"
        yield started
