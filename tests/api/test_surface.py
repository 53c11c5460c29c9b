"""The public interface as type checkers see it: mypy reads this file in strict mode, and pytest runs it."""

from __future__ import annotations

import copy
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from typing_extensions import assert_type

import kale
from kale import (
    ArtifactType,
    CompiledVariant,
    FunctionStep,
    Pipeline,
    Resources,
    StepSource,
    Variant,
    check_notebook,
    compile_many,
    compile_notebook,
    compose,
    errors,
    explain_notebook,
    load_notebook,
    open_cluster,
    run_notebook,
    serializer,
    submit_notebook,
    upload_notebook,
    verify_notebook,
)
from kale.diagnostics import Diagnostic
from kale.dsl import PipelineFunction, StepFunction, find_pipeline, metrics, pipeline, step
from kale.pipeline import ParameterValue, Step, StepOptions
from kale.pipeline.explanation import Explanation
from kale.verification import Verification

if TYPE_CHECKING:
    from kale.emit import CompiledPipeline
    from kale.engines.kubeflow import Cluster, ClusterRun, Upload
    from kale.engines.local import LocalRun, StepEvent


@step
def make(rows: int) -> list[int]:
    return list(range(rows))


@step(name="sum", cpu="2", memory="1Gi", gpu=0, retry=1, env={"A": "b"})
def total(numbers: list[int], *, start: float = 0) -> float:
    return sum(numbers, start)


@step(image="python:3.12", resources=Resources(cpu="1"), requirements=["packaging"], packages="none", include=[])
def parts(numbers: list[int]) -> tuple[int, str]:
    return len(numbers), "text"


@pipeline
def sums(rows: int = 3, start: float = 0.5) -> float:
    numbers = make(rows)
    assert_type(numbers, list[int])
    count, text = parts(numbers)
    assert_type(count, int)
    assert_type(text, str)
    found = total.named("all").with_options(cpu="1").after(count, parts)(numbers, start=start)
    metrics(found=found)
    return found


@pipeline(name="other", image="python:3.12", experiment="trials")
def other() -> None:
    make(1)


def test_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert_type(make(3), list[int])
    assert_type(sums(3), float)
    step_function: StepFunction[[int], list[int]] = make
    pipeline_function: PipelineFunction[[int, float], float] = PipelineFunction(lambda rows, start: rows + start)
    assert pipeline_function(1, 0.5) == 1.5
    assert step_function(2) == [0, 1]
    assert_type(sums.pipeline(name="named", image="python:3.13"), Pipeline)
    compiled: CompiledPipeline = sums.compile(tmp_path / "sums.yaml", parameters={"rows": 4})
    run: LocalRun = sums.run({"rows": 2}, root=tmp_path, on_event=heard, echo=said)
    assert run.succeeded
    assert_type(sums.check(), tuple[Diagnostic, ...])
    assert_type(sums.graph("json"), str)
    assert_type(sums.pipeline().graph("dot"), str)
    assert_type(sums.pipeline().graph("png"), bytes)
    assert_type(verify_notebook(sums, parameters={"rows": 2}, root=tmp_path), Verification)
    assert compiled.pipeline.parameter("rows").default == 4
    assert_type(find_pipeline(f"{__file__}:sums"), PipelineFunction[..., object])
    assert [found.name for found in other.pipeline().steps] == ["make"]


def heard(event: StepEvent) -> None:
    assert event.step in {"make", "parts", "all"}


def said(name: str, line: str) -> None:
    assert name == "all"
    assert float(line) == 1.5


def test_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]  # nbformat has no types
    cell = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["step:one"]})  # type: ignore[no-untyped-call]
    notebook.cells.append(cell)
    path = tmp_path / "one.ipynb"
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    assert_type(load_notebook(notebook), Pipeline)
    with path.open() as file:
        assert_type(load_notebook(file, name="one", image="python:3.12"), Pipeline)
    assert_type(check_notebook(os.fspath(path)), tuple[Diagnostic, ...])
    compiled: CompiledPipeline = compile_notebook(path, "one.yaml", parameters={}, name="two", image="python:3.12")
    run: LocalRun = run_notebook(sums, parameters={"rows": 2}, root=tmp_path / "runs", echo=said)
    assert run.succeeded
    text: str = compiled.yaml
    target: Path = compiled.save("again.yaml")
    assert target.read_text(encoding="utf-8") == text
    assert set(compiled.spec) >= {"root", "pipelineInfo"}
    assert compiled.diagnostics == ()


def test_models(tmp_path: Path) -> None:
    source = StepSource(name="one", source="x = 1", options=StepOptions(cache=False))
    base = Pipeline.from_sources([source], name="base", parameters="rise = 0.1", image="python:3.12")
    changed = base.with_step("one", resources=Resources(cpu="2", memory="1Gi")).with_parameters(rise=0.2).renamed("new")
    assert_type(changed, Pipeline)
    assert_type(changed.step("one"), Step)
    assert_type(changed.with_options(experiment="trial"), Pipeline)
    combined = compose(base_notebook(), source, FunctionStep(make, {"rows": "y"}, "made"), name="combined")
    assert_type(combined, Pipeline)
    rows: list[dict[str, ParameterValue]] = [{"rise": 0.3}]
    variants = [Variant(name="v", parameters={"rise": 1.5}, steps={"one": {"cpu": "3"}})]
    assert_type(compile_many(base, rows, tmp_path), tuple[CompiledVariant, ...])
    assert [variant.name for variant in compile_many(base, variants, tmp_path, processes=1)] == ["v"]
    assert ArtifactType.MODEL.value == "system.Model"


def base_notebook() -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": "code", "id": "a", "metadata": {"tags": ["step:zero"]}, "source": "y = 2"}
    cell |= {"outputs": [], "execution_count": None}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


class Point:
    def __init__(self, x: int) -> None:
        self.x = x


def test_explanations_are_typed() -> None:
    explanation = explain_notebook(base_notebook())
    assert_type(explanation, Explanation)
    assert [step.name for step in explanation.steps] == ["zero"]


def test_what_needs_a_server_is_typed() -> None:
    cluster: Cluster = open_cluster(host="http://127.0.0.1:9/pipeline", namespace="team", environment={})
    with cluster, pytest.raises(errors.NotebookNotFoundError):
        use_server(cluster)


def use_server(cluster: Cluster) -> None:
    upload: Upload = upload_notebook("missing.ipynb", name="a", image="python:3.12", cluster=cluster)
    assert_type(upload.new, bool)
    run: ClusterRun = submit_notebook(sums, parameters={"rows": 2}, experiment="trial", run_name="b", cluster=cluster)
    assert_type(run.url, str)
    uploads: list[Upload] = [sums.upload(cluster=cluster), sums.pipeline().upload(cluster=cluster)]
    runs: list[ClusterRun] = [
        sums.submit({"rows": 2}, experiment="trial", run_name="c", cluster=cluster),
        sums.pipeline().submit({"rows": 2}, experiment="trial", run_name="d", cluster=cluster),
    ]
    assert len(uploads) == len(runs)


def test_a_serializer_is_typed() -> None:
    @serializer(Point)
    def reduce_point(point: Point) -> tuple[object, ...]:
        return Point, (point.x,)

    assert reduce_point(Point(2)) == (Point, (2,))
    assert copy.copy(Point(3)).x == 3


def test_a_verification_is_typed(tmp_path: Path) -> None:
    verification = verify_notebook(base_notebook(), root=tmp_path)
    assert_type(verification, Verification)
    assert verification.equal


def test_an_explanation_is_typed() -> None:
    explanation = explain_notebook(base_notebook())
    assert_type(explanation, Explanation)
    assert explanation == load_notebook(base_notebook()).explain()


def test_errors_are_what_users_would_catch() -> None:
    expected: dict[type[errors.KaleError], type[Exception]] = {
        errors.NotebookError: ValueError,
        errors.NotebookNotFoundError: FileNotFoundError,
        errors.CompileError: ValueError,
        errors.ParameterError: ValueError,
        errors.OptionError: ValueError,
        errors.ConfigurationError: ValueError,
        errors.OutputError: OSError,
        errors.RunError: RuntimeError,
        errors.ConfigurationError: ValueError,
        errors.UnreachableError: ConnectionError,
        errors.SignInError: PermissionError,
        errors.ServerError: RuntimeError,
        errors.NotFoundOnServerError: LookupError,
    }
    assert all(issubclass(error, builtin) for error, builtin in expected.items())


def test_every_public_name_is_used_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    names = {name for name in kale.__all__ if not name.startswith("_")}
    assert not {name for name in names if text.count(name) < 2}


def annotations_of(thing: object, name: str, seen: set[int]) -> Iterator[tuple[str, str]]:
    """Give the annotations of a public function or class of kale, and of a class's public methods."""
    if id(thing) in seen or not str(getattr(thing, "__module__", "")).startswith("kale"):
        return
    seen.add(id(thing))
    for argument, hint in inspect.get_annotations(thing).items() if callable(thing) else ():
        yield f"{name}: {argument}", str(hint)
    for member, value in list(vars(thing).items()) if isinstance(thing, type) else ():
        function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        if inspect.isfunction(function) and (not member.startswith("_") or member in ("__init__", "__call__")):
            yield from annotations_of(function, f"{name}.{member}", seen)


def test_nothing_public_is_of_any_type() -> None:
    from kale import dsl, engines, pipeline, verification
    from kale.emit import CompiledPipeline
    from kale.engines.kubeflow import Cluster, ClusterRun, Upload

    modules = (kale, dsl, errors, pipeline, engines, verification)
    public = {f"{m.__name__}.{name}": getattr(m, name) for m in modules for name in getattr(m, "__all__", vars(errors))}
    public |= {thing.__name__: thing for thing in (CompiledPipeline, Cluster, ClusterRun, Upload)}
    seen: set[int] = set()
    found = dict(pair for name, thing in public.items() for pair in annotations_of(thing, name, seen))
    assert len(found) > 500
    assert {name: hint for name, hint in found.items() if re.search(r"\bAny\b", hint)} == {}
