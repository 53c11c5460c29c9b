"""A step carries the parts of the runtime that its plan asks for, and no others."""

from __future__ import annotations

import pytest

from kale.emit.parts import parts_of, saves_of
from kale.pipeline import (
    Chart,
    CodeBlock,
    Define,
    Load,
    Operation,
    Pipeline,
    Run,
    Save,
    Step,
    StepOptions,
    TakeParameter,
)


def save(*variables: str, functions: bool = False, classes: bool = False) -> Save:
    return Save(artifact="out", variables=variables, functions=functions, classes=classes)


def load(*variables: str) -> Load:
    return Load(producer="first", artifact="out", variables=variables)


def run(text: str = "", metrics: bool = False, charts: tuple[Chart, ...] = ()) -> Run:
    return Run(code=CodeBlock(cell=1, text=text), metrics=metrics, charts=charts)


@pytest.mark.parametrize(
    ("plan", "parts"),
    [
        ((), set()),
        ((Define(code=CodeBlock(cell=1, text="import os")), run()), set()),
        ((TakeParameter(name="n"),), {"parameters"}),
        ((run(metrics=True),), {"metrics"}),
        ((run(metrics=True, charts=(Chart(number=0, text="cm"),)),), {"metrics", "charts"}),
        ((run("df.plot()"),), {"figures"}),
        ((Define(code=CodeBlock(cell=1, text="import matplotlib.pyplot as plt")),), {"figures"}),
        ((run("df['x'].hist(bins=3)"),), {"figures"}),
        ((run("model.fit(X).history"),), set()),
        ((save("x"),), {"saving"}),
        ((save("x", functions=True),), {"saving", "functions", "caches"}),
        ((save("x", classes=True),), {"saving", "local_classes"}),
        ((save("<random>"),), {"saving", "states"}),
        ((save("x", "<file:a.csv>"),), {"saving", "arrays", "files"}),
    ],
)
def test_what_a_plan_asks_for(plan: tuple[Operation, ...], parts: set[str]) -> None:
    assert parts_of(Step(name="only", plan=plan), {}, escaped=False) == parts


def test_a_report_is_a_part() -> None:
    step = Step(name="only", plan=(run(),), options=StepOptions(report=True))
    assert parts_of(step, {}, escaped=False) == {"reports"}


@pytest.mark.parametrize(
    ("saved", "loaded", "parts"),
    [
        (save("x", "<random>"), load("x"), set()),
        (save("x", "<random>"), load("x", "<random>"), {"states"}),
        (save("x", functions=True), load("x"), {"functions", "caches"}),
        (save("x", classes=True), load("x"), {"local_classes"}),
    ],
)
def test_a_reader_needs_what_the_writer_may_have_written(saved: Save, loaded: Load, parts: set[str]) -> None:
    first, second = Step(name="first", plan=(saved,)), Step(name="second", plan=(loaded,))
    saves = saves_of(Pipeline.model_construct(name="p", steps=(first, second)))
    assert parts_of(second, saves, escaped=False) == parts | {"loading"}


def test_an_artifact_that_nobody_knows_may_hold_anything() -> None:
    step = Step(name="second", plan=(load("x"),))
    assert parts_of(step, {}, escaped=True) == {"loading", "functions", "caches", "local_classes", "escapes"}
