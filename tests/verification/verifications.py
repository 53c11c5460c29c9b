"""Notebooks from a few words, their pipelines changed where a test wants it, and both compared in real processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import nbformat

from kale.build import build_pipeline
from kale.notebook import annotate, read_notebook
from kale.pipeline import ParameterValue, Pipeline
from kale.verification import VariableComparison, Verification, verify_pipeline

Change: TypeAlias = Callable[[Pipeline], Pipeline]


CELLS = (
    ("pipeline-parameters", "count = 3\nrate = 0.5"),
    ("imports", "import math\nimport random"),
    ("functions", "class Box:\n    size = 0\n    def put(self, n):\n        Box.size += n\nlimit = math.floor(9.5)"),
    ("step:make", "values = [n * rate for n in range(count)]\nbox = Box()\nalias = values"),
    ("step:make", "alias.append(limit)\nrandom.seed(3)"),
    ("step:use prev:make", "box.put(4)\ndraw = random.random()\ntotal = sum(values)"),
    ("pipeline-metrics", "print(total)"),
)


def as_notebook(*cells: tuple[str, str], metadata: dict[str, Any] | None = None) -> Any:
    """Give a notebook of cells given as (tags, source)."""
    return nbformat.from_dict(  # type: ignore[no-untyped-call] # nbformat has no types here
        {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "execution_count": None,
                    "metadata": {"tags": tags.split()},
                    "outputs": [],
                    "source": source,
                }
                for number, (tags, source) in enumerate(cells)
            ],
            "metadata": metadata or {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


class Verify:
    """Verifies notebooks of cells given as (tags, source).

    Args:
        home: Folder in which the notebooks' files lie.
        root: Folder for what the verifications leave behind.
    """

    def __init__(self, home: Path, root: Path) -> None:
        self.home, self.root = home, root
        self.events: list[tuple[str, str]] = []

    def __call__(
        self,
        *cells: tuple[str, str],
        change: Change = lambda pipeline: pipeline,
        parameters: dict[str, ParameterValue] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> Verification:
        read = read_notebook(as_notebook(*cells, metadata=metadata))
        build = build_pipeline(read, name="work")
        assert build.pipeline is not None, build.errors
        return verify_pipeline(
            annotate(read).cells,
            change(build.pipeline),
            parameters=parameters,
            home=self.home,
            root=self.root,
            on_event=lambda event: self.events.append((event.step, event.state.value)),
        )


def found(verification: Verification, step: str, name: str) -> VariableComparison:
    """Give what came out for a variable of a step."""
    (variable,) = (one for one in verification.variables if (one.step, one.name) == (step, name))
    return variable
