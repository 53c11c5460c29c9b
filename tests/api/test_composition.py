"""Pipelines of several parts: notebooks, sources, step functions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from kale import FunctionStep, StepSource, compose
from kale.dsl import StepFunction
from kale.errors import CompileError

HELPERS = '''"""Steps."""
import json
import statistics
from kale.dsl import step

FACTOR = 2
prices_of = {"a": 1}

def scaled(xs):
    return [FACTOR * x for x in xs]

@step(cpu="1")
def publish(prices, mean, label="none", *, factor: int = 3):
    print("publish", json.dumps(scaled(prices)), mean, label, factor)
    return "receipt"

@step
def again(prices, /, mean=0):
    print("again", scaled(prices), mean)

@step
def rename(mean):
    return mean

@step
def clash(prices, rise=0):
    return prices_of
'''


def notebook(*cells: tuple[str, str]) -> nbformat.NotebookNode:
    v4 = nbformat.v4
    found: nbformat.NotebookNode = v4.new_notebook()  # type: ignore[no-untyped-call]  # nbformat has no types
    for tags, source in cells:
        cell = v4.new_code_cell(source, metadata={"tags": tags.split()})  # type: ignore[no-untyped-call]
        found.cells.append(cell)
    return found


PREPARE = (
    ("parameters", "rise = 0.5"),
    ("step:load", "prices = [2.0, 4.0]"),
    ("step:raise", "prices = [p * (1 + rise) for p in prices]"),
)
MEAN = (("imports", "import statistics"), ("step:mean", "mean = statistics.mean(prices)"))


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, StepFunction[..., object]]]:
    """The step functions of a module."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "composed_steps.py").write_text(HELPERS)
    import importlib

    module = importlib.import_module("composed_steps")
    yield {name: value for name, value in vars(module).items() if isinstance(value, StepFunction)}
    del sys.modules["composed_steps"]


def printed(pipeline_echo: list[str]) -> list[str]:
    return pipeline_echo


def test_notebooks_sources_and_functions(steps: dict[str, StepFunction[..., object]], tmp_path: Path) -> None:
    pipeline = compose(
        notebook(*PREPARE),
        notebook(*MEAN),
        steps["publish"],
        FunctionStep(steps["publish"].named("twice"), {"mean": "rise", "label": "prices"}, result="told"),
        steps["again"],
        StepSource(name="end", source="print(publish_output, told)", after=("again",)),
        name="Together",
        image="python:3.12",
    )
    assert (pipeline.name, pipeline.options.image) == ("together", "python:3.12")
    assert pipeline.step("publish").options.limits == {"cpu": "1"}
    assert [step.name for step in pipeline.steps] == ["load", "raise", "mean", "publish", "twice", "again", "end"]
    lines: list[str] = []
    pipeline.run(root=tmp_path / "runs", echo=lambda step, line: lines.append(f"{step}: {line}")).raise_for_failure()
    assert lines == [
        "publish: publish [6.0, 12.0] 4.5 none 3",
        "twice: publish [6.0, 12.0] 0.5 [3.0, 6.0] 3",
        "again: again [6.0, 12.0] 4.5",
        "end: receipt receipt",
    ]
    assert "again>end" in {f"{edge.source}>{edge.target}" for edge in pipeline.edges}


def test_errors_name_the_part(steps: dict[str, StepFunction[..., object]], tmp_path: Path) -> None:
    path = tmp_path / "second.ipynb"
    nbformat.write(notebook(("step:mean", "x = 1"), ("", "print(missing)")), path)  # type: ignore[no-untyped-call]
    first = tmp_path / "first.ipynb"
    nbformat.write(notebook(*PREPARE), first)  # type: ignore[no-untyped-call]
    with pytest.raises(CompileError, match=r"^second.ipynb: cell 2, line 1: error\[K104"):
        compose(first, path)
    with pytest.raises(CompileError, match=r"^step a: cell 1, line 2: error\[K104"):
        compose(first, StepSource(name="a", source="pass\nmissing"))
    with pytest.raises(CompileError, match=r"test_composition.py: line \d+: error\[K104.*'mean'"):
        compose(first, steps["rename"])
    run = compose(first, StepSource(name="a", source="pass\n1 / 0"), notebook(("step:b", "1 / 0"))).run(root=tmp_path)
    assert [step.error.place for step in run.failures if step.error] == ["step a, cell 1, line 2"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "at least one part"),
        ([PREPARE, PREPARE], r"K417 step-in-two-parts.*'load'"),
        ([(("step:a", "FACTOR = 3\nprices = [FACTOR]\nmean = 1"),), "publish"], r"K413 name-clash.*'FACTOR'"),
        ([PREPARE, "unknown"], r"K409.*unexpected keyword argument 'nothing'"),
    ],
)
def test_parts_that_do_not_fit(steps: dict[str, StepFunction[..., object]], parts: list[object], words: str) -> None:
    made = [
        FunctionStep(steps["publish"], {"nothing": "prices", "mean": "rise"})
        if part == "unknown"
        else steps[part]
        if isinstance(part, str)
        else notebook(*part)  # type: ignore[misc]  # a table of cells
        for part in parts
    ]
    with pytest.raises(CompileError, match=words):
        compose(*made)
