"""Modules with pipeline functions, from their text."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from kale.dsl import PipelineFunction, find_pipeline

HEAD = "from kale import dsl\nfrom kale.dsl import metrics, pipeline, step\n"

Load: TypeAlias = Callable[..., PipelineFunction[..., object]]


@pytest.fixture(autouse=True)
def clean_imports(tmp_path: Path) -> Iterator[None]:
    """Forget the modules that a test has imported, and where they were found."""
    modules, path = set(sys.modules), list(sys.path)
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Write a module and give its pipeline ``main``; the module starts with an import of kale on two lines."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "work.py", pipeline: str = "main") -> PipelineFunction[..., object]:
        path = tmp_path / name
        body = textwrap.dedent(text).lstrip("\n")
        future = "from __future__ import annotations\n" if body.startswith("from __future__") else ""
        path.write_text(future + HEAD + body.removeprefix(future), encoding="utf-8")
        return find_pipeline(f"{path}:{pipeline}")

    return write
