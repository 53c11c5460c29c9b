"""Pipelines as frozen models: changed copies, compiling, running, drawing, and putting together from sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from kale import Pipeline, Resources, StepSource
from kale.errors import CompileError, OptionError, ParameterError
from kale.pipeline import StepOptions

MAKE = StepSource(name="make", source="xs = [rise, 2]", options=StepOptions(image="python:3.12"))
ADD = StepSource(name="add", source="total = sum(xs) + offset()\nprint(total)")


@pytest.fixture
def sums() -> Pipeline:
    return Pipeline.from_sources(
        [MAKE, ADD],
        name="Sums",
        parameters="rise = 0.5",
        functions="def offset():\n    return 10\n",
        image="python:3.13",
    )


def test_from_sources(sums: Pipeline, tmp_path: Path) -> None:
    assert (sums.name, sums.display_name, sums.options.image) == ("sums", "Sums", "python:3.13")
    assert [(edge.source, edge.target, edge.variables) for edge in sums.edges] == [("make", "add", ("xs",))]
    printed: list[str] = []
    sums.run({"rise": 3.0}, root=tmp_path, echo=lambda step, line: printed.append(f"{step} {line}")).raise_for_failure()
    assert printed == ["add 15.0"]


def test_it_survives_json(sums: Pipeline) -> None:
    assert Pipeline.model_validate_json(sums.model_dump_json()) == sums


def test_changes_give_new_pipelines(sums: Pipeline) -> None:
    changed = sums.with_step("add", resources=Resources(cpu="2", gpu=1), env={"A": "b"}).with_step("add", memory="1Gi")
    assert changed.step("add").options.limits == {"cpu": "2", "nvidia.com/gpu": "1", "memory": "1Gi"}
    assert changed.step("add").options.env == {"A": "b"}
    assert changed.step("make") == sums.step("make")
    assert isinstance(changed, Pipeline)
    assert sums.with_parameters({"rise": 1.5}).with_parameters(rise=2.5).parameter("rise").default == 2.5
    assert (sums.renamed("Größer!").name, sums.renamed("Größer!").display_name) == ("groer", "Größer!")
    assert sums.with_options(experiment="e").options.image == "python:3.13"
    assert sums.step("add").options == StepOptions()
    with pytest.raises(ValueError, match="frozen"):
        sums.name = "other"  # type: ignore[misc]  # the mistake is the point


def test_changes_that_cannot_be(sums: Pipeline) -> None:
    with pytest.raises(KeyError):
        sums.with_step("subtract", cpu="1")
    with pytest.raises(OptionError, match=r"'limits\.cpu' cannot be 'many'"):
        sums.with_step("add", limits={"cpu": "many"})
    with pytest.raises(OptionError, match="'cpu' cannot be 'many'"):
        sums.with_step("add", cpu="many")
    with pytest.raises(OptionError, match="not how many"):
        sums.with_step("add", gpu_type="amd.com/gpu")
    with pytest.raises(OptionError, match="'image' cannot be 'No Image'"):
        sums.with_options(image="No Image")
    with pytest.raises(ParameterError, match="no parameter 'fall'"):
        sums.with_parameters(fall=1)
    with pytest.raises(ParameterError, match="takes float"):
        sums.with_parameters(rise="much")


def test_drawing(sums: Pipeline) -> None:
    assert "make" in sums.graph()
    assert sums.graph("svg").startswith("<svg")
    with pytest.raises(ValueError, match="'bmp' is not a valid"):
        sums.graph("bmp")  # type: ignore[call-overload]  # the mistake is the point


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "at least one step"),
        ([MAKE, MAKE], "two steps are called 'make'"),
        ([MAKE.model_copy(update={"after": ("x",)})], "comes after 'x', which is not a step"),
        ([StepSource(name="a", source="print(missing)")], r"cell 4, line 1: error\[K104"),
        ([StepSource(name="a", source="def (")], r"error\[K101"),
    ],
)
def test_sources_that_make_no_pipeline(steps: list[StepSource], words: str) -> None:
    with pytest.raises(CompileError, match=words):
        Pipeline.from_sources(steps, name="none")


def test_order_and_metrics_of_sources(tmp_path: Path) -> None:
    first = StepSource(name="first", source="n = 3", after=("second",))
    second = StepSource(name="second", source="m = 4\nm", metrics=True)
    pipeline = Pipeline.from_sources([first, second], name="order")
    run = pipeline.run(root=tmp_path)
    run.raise_for_failure()
    assert [step.name for step in sorted(run.steps, key=lambda step: step.started or 0)] == ["second", "first"]
    assert run.step("second").metrics == {"m": 4}
