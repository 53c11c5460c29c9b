"""Notebooks for the tests, cell by cell."""

from __future__ import annotations

from typing import Any, TypeAlias

Notebook: TypeAlias = dict[str, Any]

PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""As JupyterLab saves it: where something of it lacks, JupyterLab itself adds it when it opens the notebook."""


def code(source: str, *tags: str, **metadata: Any) -> Notebook:
    """Give a code cell; its id is made from its place by `notebook`."""
    tagged = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code",
        "metadata": {**tagged, **metadata},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def text(source: str) -> Notebook:
    """Give a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells: Notebook, **metadata: Any) -> Notebook:
    """Give a notebook with these cells; their ids are `c1`, `c2` and so on."""
    named = [{"id": f"c{number}", **cell} for number, cell in enumerate(cells, start=1)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {**PYTHON, **metadata}, "cells": named}


def orchard() -> Notebook:
    """Give a notebook of three steps, with imports, a parameter and a metric."""
    return notebook(
        text("# Orchard"),
        code("import statistics", "imports"),
        code("trees = 5", "pipeline-parameters"),
        code("weights = [float(number) for number in range(trees)]", "step:load"),
        code("weights = [weight + 1 for weight in weights]"),
        code("mean = statistics.mean(weights)", "step:measure", "slow"),
        code("print(f'{mean:.1f} kg')", "step:report", "report:enabled"),
        code("print(mean)", "pipeline-metrics"),
    )


def bare() -> Notebook:
    """Give the same work without any annotation."""
    return notebook(
        code("prices = [3.0, 1.0, 2.0]"),
        code("cheapest = min(prices)"),
        code("print(cheapest)"),
    )


def chain(steps: int) -> Notebook:
    """Give a notebook in which each step needs the one before it."""
    return notebook(
        *(code(f"v{number} = {f'v{number - 1} + 1' if number else 0}", f"step:s{number}") for number in range(steps))
    )


def long(cells: int, *, step: int = 3) -> Notebook:
    """Give a notebook with many cells: a step for every `step` of them."""
    return notebook(
        *(
            code(f"value_{number} = {number}", *([f"step:part{number // step}"] if number % step == 0 else []))
            for number in range(cells)
        )
    )
