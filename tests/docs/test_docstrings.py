"""The examples in the docstrings of the public interface do what they say."""

from __future__ import annotations

import doctest
import importlib
import json
import sys
from pathlib import Path

import pytest

MODULES = [
    "kale.api",
    "kale.composition",
    "kale.dsl.measurement",
    "kale.dsl.pipeline_functions",
    "kale.dsl.step_functions",
    "kale.pipelines",
    "kale.variants",
]
CELLS = (
    ("pipeline-parameters", "rise = 0.1"),
    ("step:load", "prices = [3.0, 1.5, 2.0]"),
    ("step:raise prev:load", "prices = [round(price * (1 + rise), 2) for price in prices]\nprint(prices)"),
)
FUNCTIONS = '''"""The notebook as functions."""
from kale.dsl import pipeline, step

@step
def load() -> list[float]:
    return [3.0, 1.5, 2.0]

@step
def raise_prices(prices: list[float], rise: float) -> list[float]:
    prices = [round(price * (1 + rise), 2) for price in prices]
    print(prices)
    return prices

@pipeline
def sales(rise: float = 0.1) -> list[float]:
    return raise_prices(load(), rise)
'''


@pytest.fixture
def sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook and the module that the examples speak of."""
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "execution_count": None,
            "metadata": {"tags": tags.split()},
            "outputs": [],
            "source": source,
        }
        for number, (tags, source) in enumerate(CELLS)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "sales.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (tmp_path / "sales_functions.py").write_text(FUNCTIONS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sales_functions", raising=False)


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.usefixtures("sales")
def test_examples_in_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 0
    assert result.failed == 0
