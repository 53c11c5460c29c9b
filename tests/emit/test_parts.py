"""A step carries the parts of the runtime that its plan asks for, and no others."""

from __future__ import annotations

import pytest

from kale.emit.imported import libraries_in
from kale.emit.parts import Parts
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


SAVING = {"saving"}
LOADING = {"loading"}
UNKNOWN = {"constants", "functions", "caches", "classes", "local_classes", "models", "tensors", "views"}
"""What a step is given that loads an artifact of which nobody knows."""


def parts_of(step: Step, *others: Step, watch: bool = False) -> frozenset[str]:
    return Parts(Pipeline.model_construct(name="p", steps=(*others, step))).of(step, watch=watch)


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
        ((save("x"),), SAVING),
        ((save("x", functions=True),), SAVING | {"functions", "caches"}),
        ((save("x", classes=True),), SAVING | {"local_classes"}),
        ((run("class Unit(float): pass"), save("x")), SAVING | {"subclasses", "instances"}),
        ((run("class Net(nn.Module): pass"), save("x")), SAVING | {"subclasses"}),
        ((run("class Proxy:\n    def __getattr__(self, n): return 1"), save("x")), SAVING | {"instances"}),
        ((run("x.go = MethodType(go, x)"), save("x")), SAVING | {"subclasses"}),
        ((run("class Unit: pass"), save("x")), SAVING),
        ((run("class Node: pass\nx.next = Node()"), save("x")), SAVING | {"chains"}),
        ((run("v = memoryview(x)"), save("x")), SAVING | {"memory"}),
        ((run("x.next = 1\nclass Node: pass"), save("x")), SAVING),
        ((run("try:\n    go()\nexcept OSError as error:\n    x = error"), save("x")), SAVING | {"exceptions"}),
        ((run("x = future.exception()"), save("x")), SAVING | {"exceptions"}),
        ((run("try:\n    go()\nexcept: pass"), load("x")), LOADING | {*UNKNOWN}),
        (
            (Save(artifact="out", variables=("A",), definitions=("A",), functions=False, classes=False),),
            SAVING | {"classes"},
        ),
        ((Save(artifact="out", variables=("x",), definitions=("A",), functions=False, classes=False),), SAVING),
        ((save("<random>"),), SAVING | {"states"}),
        ((save("x", "<file:a.csv>"),), SAVING | {"files"}),
    ],
)
def test_what_a_plan_asks_for(plan: tuple[Operation, ...], parts: set[str]) -> None:
    assert parts_of(Step(name="only", plan=plan)) == parts


def test_a_report_is_a_part() -> None:
    step = Step(name="only", plan=(run(),), options=StepOptions(report=True))
    assert parts_of(step) == {"reports"}


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
    assert parts_of(second, first) == parts | LOADING


def test_an_artifact_that_nobody_knows_may_hold_anything() -> None:
    step = Step(name="second", plan=(load("x"),))
    assert parts_of(step, watch=True) == LOADING | {"watching", *UNKNOWN}


@pytest.mark.parametrize(
    ("code", "found"),
    [("d = vars(x)", True), ("x.__dict__['a'] = 1", True), ("d = vars()", False), ("variables(x)", False)],
)
def test_objects_keep_dictionaries_that_code_may_hold(code: str, found: bool) -> None:
    first = imports("first", code, save("x"))
    second = Step(name="second", plan=(load("x"),))
    assert ("attributes" in parts_of(first)) == found
    assert ("attributes" in parts_of(second, first)) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("a.resize(3)", True),
        ("b = a.base is c", True),
        ("b = bytearray(3)", True),
        ("from array import array", True),
        ("print(a.flags)", True),
        ("b = image.resize((3, 3))", False),
        ("a = np.array([1])", False),
    ],
)
def test_arrays_own_their_memory_where_the_code_may_ask(code: str, found: bool) -> None:
    first = imports("first", f"import numpy as np\n{code}", save("x"))
    assert ("owners" in parts_of(first)) == found
    assert "owners" not in parts_of(imports("plain", code, save("x")))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("x = {math.nan: 1}", True),
        ("x = float('NaN')", True),
        ("import pandas as pd", True),
        ("import numpy as np", False),
        ("banana = 1", False),
    ],
)
def test_a_number_that_is_none_is_known_again_where_the_code_may_ask(code: str, found: bool) -> None:
    first = imports("first", code, save("x"))
    assert ("constants" in parts_of(first)) == found
    assert ("constants" in parts_of(imports("second", "x", load("x")), first)) == found
    assert ("nans" in parts_of(first)) == (found and "nan" in code.lower())


@pytest.mark.parametrize(
    ("code", "found"),
    [("log = logging.getLogger()", True), ("from app import logger", True), ("analog = 1", False)],
)
def test_loggers_keep_their_settings_where_the_code_may_hold_one(code: str, found: bool) -> None:
    first = imports("first", code, save("x"))
    assert ("loggers" in parts_of(first)) == found
    assert ("loggers" in parts_of(imports("second", "x", load("x")), first)) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("env = os.environ", True),
        ("settings = {'env': os.environ}", True),
        ("from os import environ as env", True),
        ("env = os.environ.copy()", False),
        ("x = os.environ['A']", False),
        ("environment = 1", False),
    ],
)
def test_the_environment_under_another_name_stays_what_it_is(code: str, found: bool) -> None:
    first = imports("first", code, save("x"))
    assert ("environment" in parts_of(first)) == found
    assert ("environment" in parts_of(imports("second", "x", load("x")), first)) == found


def imports(name: str, code: str, *plan: Operation) -> Step:
    return Step(name=name, plan=(Run(code=CodeBlock(cell=1, text=code)), *plan))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import torch", True),
        ("x = 1\nif x:\n    from transformers.models import AutoModel as A", True),
        ("import os, helpers as h", True),
        ("importlib.import_module(name)", True),
        ("import numpy as np, pandas as pd\nfrom sklearn.svm import SVC\nimport concurrent.futures", False),
        ("important = from_file('x')", False),
    ],
)
def test_tensors_are_for_steps_that_may_have_some(code: str, found: bool) -> None:
    first = imports("first", code, save("x"))
    assert "libraries" not in parts_of(imports("plain", "import os", save("x")))
    assert "libraries" in parts_of(first) or not libraries_in(code)
    assert ("tensors" in parts_of(first)) == found
    passed_on = imports("second", "x", load("x"), save("y"))
    third = Step(name="third", plan=(Load(producer="second", artifact="out", variables=("y",)),))
    assert ("tensors" in parts_of(third, first, passed_on)) == found
    assert "tensors" not in parts_of(imports("alone", code))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import keras", True),
        ("from catboost import Pool", True),
        ("import helpers", True),
        ("import torch, pandas, sklearn, xgboost", False),
    ],
)
def test_models_in_formats_of_their_own_are_for_steps_that_may_have_some(code: str, found: bool) -> None:
    first = imports("first", code, save("x"))
    assert ("models" in parts_of(first)) == found
    assert ("models" in parts_of(imports("second", "x", load("x")), first)) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import pandas as pd", True),
        ("import numpy as np\nfrom sklearn.datasets import load_iris", True),
        ("import numpy, torch.nn as nn", False),
        ("import numpy, helpers", True),
    ],
)
def test_frames_are_for_steps_that_may_have_some(code: str, found: bool) -> None:
    assert ("frames" in parts_of(imports("first", code, save("x")))) == found
