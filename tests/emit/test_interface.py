"""Names that the platform takes: legal, unique, and the user's own wherever that is possible."""

from __future__ import annotations

import pytest

from kale.emit.interface import pipeline_inputs, step_interface
from kale.pipeline import (
    Chart,
    CodeBlock,
    Load,
    Parameter,
    ParameterType,
    Pipeline,
    Run,
    Save,
    Step,
    StepOptions,
    TakeParameter,
)
from kale.platform.tasks import task_names


def pipeline(*names: str, called: str = "example") -> Pipeline:
    return Pipeline(name=called, steps=tuple(Step(name=name, plan=()) for name in names))


@pytest.mark.parametrize(
    ("names", "tasks"),
    [
        (("load", "train"), ["load", "train"]),
        (("Load Data", "load-data", "load_data"), ["load-data", "load-data-2", "load-data-3"]),
        (("a", "a-2", "A"), ["a", "a-2", "a-3"]),
        (("example",), ["example-2"]),
        (("x" * 70, "x" * 63), [f"{'x' * 54}-3a4b0d6c", "x" * 63]),
    ],
)
def test_task_names(names: tuple[str, ...], tasks: list[str]) -> None:
    found = list(task_names(pipeline(*names)).values())
    assert [name[:54] for name in found] == [name[:54] for name in tasks]
    assert len(set(found)) == len(found)
    assert all(len(name) <= 63 for name in found)


def test_a_suffix_does_not_make_a_name_too_long() -> None:
    names = task_names(pipeline("x" * 63, "X" * 63))
    assert names["X" * 63] == "x" * 61 + "-2"


def test_names_without_a_legal_letter() -> None:
    names = task_names(pipeline("データ", "数据"))
    assert all(name.startswith("step-") for name in names.values())
    assert len(set(names.values())) == 2


def test_inputs_keep_legal_names() -> None:
    parameters = [Parameter(name=name, type=ParameterType.INT) for name in ("n", "_n", "größe")]
    names = pipeline_inputs(parameters)
    assert names["n"] == "n"
    assert len(set(names.values())) == 3
    assert all(name.isascii() and name[0].isalpha() for name in names.values())


def step(*plan: TakeParameter | Load | Save, metrics: bool = False) -> Step:
    cell = Run(code=CodeBlock(cell=1, text=""), metrics=metrics)
    return Step(name="step", plan=(*plan, cell))


def test_an_artifact_is_called_like_itself() -> None:
    interface = step_interface(step(Load(producer="a", artifact="x", variables=("x",))))
    assert interface.artifacts == {("a", "x"): "x"}


def test_artifacts_of_one_name_are_told_apart_by_their_producers() -> None:
    loads = [Load(producer=producer, artifact="x", variables=("x",)) for producer in ("a", "b step")]
    names = step_interface(step(*loads)).artifacts
    assert names["a", "x"] == "x_from_a"
    assert names["b step", "x"].startswith("v_x_from_b_step_")


def test_a_parameter_keeps_its_name_beside_an_artifact() -> None:
    interface = step_interface(step(TakeParameter(name="x"), Load(producer="a", artifact="x", variables=("x",))))
    assert interface.parameters == {"x": "x"}
    assert interface.artifacts == {("a", "x"): "x_from_a"}


def test_made_up_names_do_not_meet_others() -> None:
    interface = step_interface(
        step(
            TakeParameter(name="x_from_a"),
            *[Load(producer=producer, artifact="x", variables=("x",)) for producer in ("a", "b")],
        )
    )
    assert interface.artifacts == {("a", "x"): "x_from_a_2", ("b", "x"): "x_from_b"}


def test_an_artifact_loaded_twice_is_one_input() -> None:
    loads = [Load(producer="a", artifact="both", variables=(name,)) for name in ("x", "y")]
    assert step_interface(step(*loads)).artifacts == {("a", "both"): "both"}


@pytest.mark.parametrize(("saved", "name"), [("x", "metrics"), ("metrics", "metrics_2")])
def test_metrics_have_an_output_of_their_own(saved: str, name: str) -> None:
    interface = step_interface(step(Save(artifact=saved, variables=(saved,)), metrics=True))
    assert interface.outputs == (saved,)
    assert interface.metrics == name
    assert step_interface(step()).metrics is None


@pytest.mark.parametrize(("saved", "name"), [("x", "report"), ("report", "report_2")])
def test_a_report_has_an_output_of_its_own(saved: str, name: str) -> None:
    plan = (Save(artifact=saved, variables=(saved,)),)
    assert step_interface(Step(name="s", plan=plan, options=StepOptions(report=True))).report == name
    assert step_interface(Step(name="s", plan=plan)).report is None


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["cm"], ["cm"]),
        (["cm", "cm"], ["cm", "cm_2"]),
        (["metrics", "x"], ["metrics_2", "x_2"]),
        (["confusion_matrix(y_test, model.predict(X))"], ["confusion_matrix_y_test_model_predict_X"]),
        (["metrics.confusion_matrix(targets_of_the_test, predictions)"], ["metrics_confusion_matrix_targets_of_the"]),
    ],
)
def test_charts_have_outputs_named_after_them(texts: list[str], names: list[str]) -> None:
    charts = tuple(Chart(number=number, text=text) for number, text in enumerate(texts))
    code = CodeBlock(cell=1, text="")
    plan = (Run(code=code), Save(artifact="x", variables=("x",)), Run(code=code, metrics=True, charts=charts))
    found = step_interface(Step(name="s", plan=plan)).charts
    assert found == {(2, number): name for number, name in enumerate(names)}


@pytest.mark.parametrize("text", ["größe", "_", "(ä, ö, ü)", "1 + 2"])
def test_charts_without_a_legal_name_get_one(text: str) -> None:
    run = Run(code=CodeBlock(cell=1, text=""), metrics=True, charts=(Chart(number=0, text=text),))
    (name,) = step_interface(Step(name="s", plan=(run,))).charts.values()
    assert name.isascii()
    assert name.isidentifier()
    assert name[0].isalpha()
