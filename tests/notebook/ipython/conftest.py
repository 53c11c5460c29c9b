"""Running translated cells as a step would."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from kale.notebook import translate
from kale.notebook.ipython import NotebookNames

RunCells: TypeAlias = Callable[..., dict[str, Any]]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty working directory; the environment is as before afterwards."""
    monkeypatch.setenv("SHELL", "/bin/sh")
    before = dict(os.environ)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in set(os.environ) - set(before):
        del os.environ[name]


@pytest.fixture
def run_cells(workplace: Path) -> RunCells:  # noqa: ARG001 - cells run in it
    """Translate cells and run them in one namespace; give the names that they bind."""

    def run(*cells: str) -> dict[str, Any]:
        namespace: dict[str, Any] = {"__name__": "__main__"}
        names = NotebookNames(cells)
        for cell in cells:
            translation = translate(cell, names)
            assert not translation.problems, translation.problems
            exec(compile(translation.source, "<cell>", "exec"), namespace)
        return {name: value for name, value in namespace.items() if not name.startswith("__")}

    return run
