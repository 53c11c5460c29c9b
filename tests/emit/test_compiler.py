"""A pipeline compiles to what the platform takes: the text as kept in ``golden/``, and what it must mean.

``pytest tests/emit --update-golden`` writes the golden files anew.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import warnings
from itertools import takewhile
from pathlib import Path
from typing import Any

import kfp
import pytest
import yaml
from google.protobuf import json_format
from kfp import components, dsl
from kfp.pipeline_spec.pipeline_spec_pb2 import PipelineSpec, PlatformSpec

from kale.diagnostics import Severity, Span
from kale.emit import CompiledPipeline, compile_pipeline
from kale.emit.escaping import unescape
from kale.emit.packing import BOOTSTRAP, packed_runtime
from kale.errors import CompileError
from kale.pipeline import (
    Chart,
    CodeBlock,
    Define,
    Edge,
    EdgeKind,
    Load,
    Operation,
    Parameter,
    ParameterType,
    Pipeline,
    PipelineOptions,
    Reason,
    Run,
    Save,
    SecretVariable,
    Step,
    StepOptions,
    TakeParameter,
)
from kale.pipeline.names import artifact_name

GOLDEN = Path(__file__).with_name("golden")


def cell(text: str, number: int = 1, line: int = 1) -> CodeBlock:
    return CodeBlock(cell=number, line=line, text=text)


def load(producer: str, *variables: str) -> Load:
    return Load(producer=producer, artifact=artifact_name(variables), variables=variables)


def save(*variables: str) -> Save:
    return Save(artifact=artifact_name(variables), variables=variables)


def edges(*pairs: tuple[str, str], kind: EdgeKind = EdgeKind.VALUE) -> tuple[Edge, ...]:
    variable = None if kind is EdgeKind.ORDER else "x"
    return tuple(
        Edge(source=source, target=target, reasons=(Reason(kind=kind, variable=variable),)) for source, target in pairs
    )


def minimal(*plan: Operation, **options: Any) -> Pipeline:
    steps = (Step(name="only", plan=plan or (Run(code=cell("print(1)")),), options=StepOptions(**options)),)
    return Pipeline(name="minimal", steps=steps, parameters=(Parameter(name="n", type=ParameterType.INT, default=1),))


def diamond() -> Pipeline:
    imports = Define(code=cell("import math", 1), names=("math",))
    first = (
        imports,
        *[TakeParameter(name=name) for name in ("n", "rate", "name", "flag", "sizes", "table", "limit")],
        Run(code=cell("x = [n] * 3\ny = rate", 3)),
        Save(artifact="x_and_y", variables=("x", "y"), definitions=("Sample",)),
    )
    both = Load(producer="load", artifact="x_and_y", variables=("x",))
    left = (imports, both, Run(code=cell("left = max(x)\n", 4)), save("best"))
    right = (both, Run(code=cell("best = min(x)  # the smallest \n\nprint(best)", 6)), save("best"))
    join = (
        load("left", "best"),
        Load(producer="load", artifact="x_and_y", variables=("y",)),
        load("right", "best"),
        Run(code=cell("print(best)", 7), metrics=True),
    )
    return Pipeline(
        name="diamond",
        display_name="Diamond ◇",
        description="Two ways from one step\nto another.",
        source="diamond.ipynb",
        parameters=(
            Parameter(name="n", type=ParameterType.INT, default=3, description="how many"),
            Parameter(name="rate", type=ParameterType.FLOAT, default=1),
            Parameter(name="name", type=ParameterType.STR, default="yes", span=Span(cell=2)),
            Parameter(name="flag", type=ParameterType.BOOL, default=False),
            Parameter(name="sizes", type=ParameterType.LIST, default=[1, 2.0, "x"]),
            Parameter(name="table", type=ParameterType.DICT, default={"z": 1, "a": {"deep": [True]}}),
            Parameter(name="limit", type=ParameterType.INT, optional=True),
            Parameter(name="needed", type=ParameterType.STR),
        ),
        steps=(
            Step(name="load", plan=first),
            Step(name="left", plan=left),
            Step(name="right", plan=right),
            Step(name="join", plan=join),
        ),
        edges=edges(("load", "left"), ("load", "right"), ("left", "join"), ("right", "join"), ("load", "join")),
        options=PipelineOptions(image="python:3.12-slim"),
    )


def configured() -> Pipeline:
    plan = (Run(code=cell("x = 1")), save("x"))
    options = StepOptions(
        image="registry.example:5000/team/image:1.2",
        limits={"cpu": "2", "memory": "0.5Gi", "nvidia.com/gpu": "1"},
        requests={"cpu": "500m", "memory": "256Mi"},
        annotations={"example.com/note": "a: b"},
        labels={"team": "blue"},
        secrets=(
            SecretVariable.model_validate({"secret": "db", "key": "password", "variable": "PASSWORD"}),
            SecretVariable.model_validate({"secret": "db", "key": "password", "variable": "SAME_AGAIN"}),
        ),
        env={"MODE": "fast", "EMPTY": ""},
        cache=False,
        retry=3,
        timeout=60,
    )
    steps = (Step(name="configured", plan=plan, options=options), Step(name="plain", plan=plan))
    return Pipeline(name="configured", steps=steps)


def awkward() -> Pipeline:
    text = "cmd = f'{{x}} python3 $(HOME) $$'  \n\tif x:\n    é = '🎉'\n\n"
    first = (Run(code=cell(text, 2)), Run(code=cell("a\r\nb", 3)), Run(code=cell("", 4)), save("größe"))
    other = (TakeParameter(name="größe"), TakeParameter(name="x"), Run(code=cell('{"Concat": [1]}', 5)))
    return Pipeline(
        name="load-data",
        display_name="{{workflow.name}}",
        description="# Description: {{x}}\x0cnot a field",
        parameters=(
            Parameter(name="größe", type=ParameterType.INT, default=-1, description="{{size}}"),
            Parameter(name="x", type=ParameterType.FLOAT, optional=True, default=1e-7),
            Parameter(name="unused", type=ParameterType.STR, default=""),
        ),
        steps=(
            Step(name="Load Data", plan=other, after=("load_data",)),
            Step(name="load_data", plan=first),
            Step(name="データ {{x}}", plan=(), after=("Load Data",)),
        ),
        edges=edges(("load_data", "Load Data"), kind=EdgeKind.ORDER),
    )


CASES = {"minimal": minimal, "diamond": diamond, "configured": configured, "awkward": awkward}


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, update_golden: bool) -> None:
    path = GOLDEN / f"{name}.yaml"
    text = compile_pipeline(CASES[name]()).yaml
    # What changes with the runtime and with the SDK is not what is compared.
    text = re.sub(r"(?m)^        - (&\S+ )?'?[^\s'{\"]{200,}'?$", r"        - \1RUNTIME", text).replace(
        f"kfp-{kfp.__version__}", "kfp-VERSION"
    )
    if update_golden:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_platform_takes_it(name: str) -> None:
    compiled = compile_pipeline(CASES[name]())
    documents = list(yaml.safe_load_all(compiled.yaml))
    assert documents == [compiled.spec, *([compiled.platform] if compiled.platform else [])]
    spec = json_format.ParseDict(documents[0], PipelineSpec())
    for document in documents[1:]:
        json_format.ParseDict(document, PlatformSpec())
    assert spec.schema_version == "2.1.0"
    assert spec.pipeline_info.name == compiled.pipeline.name
    component = components.load_component_from_text(compiled.yaml)
    assert component.name == compiled.pipeline.name
    assert component.component_spec.implementation.graph == spec
    assert set(component.component_spec.inputs or {}) == set(spec.root.input_definitions.parameters)


@pytest.mark.parametrize("name", CASES)
def test_it_is_a_component_like_any_other(name: str) -> None:
    part = components.load_component_from_text(compile_pipeline(CASES[name]()).yaml)
    needed = dict.fromkeys(part.required_inputs, "given")

    # The SDK would take an annotation for the type of an output.
    def whole():  # type: ignore[no-untyped-def] # noqa: ANN202
        part(**needed)

    whole_pipeline = dsl.pipeline(name="whole")(whole)
    assert list(whole_pipeline.pipeline_spec.root.dag.tasks) == [CASES[name]().name]


def executors(compiled: CompiledPipeline) -> dict[str, Any]:
    found: dict[str, Any] = compiled.spec["deploymentSpec"]["executors"]  # type: ignore[assignment, call-overload, index]
    return {name.removeprefix("exec-"): executor["container"] for name, executor in found.items()}


def tasks(compiled: CompiledPipeline) -> dict[str, Any]:
    found: dict[str, Any] = compiled.spec["root"]["dag"]["tasks"]  # type: ignore[assignment, call-overload, index]
    return found


def plan(container: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(next(text for text in container["args"] if text.startswith("{")))
    return told


def test_a_container_is_the_runtime_its_plan_and_its_code() -> None:
    container = executors(compile_pipeline(minimal()))["only"]
    assert container["command"] == ["python3", "-c", BOOTSTRAP]
    assert container["args"] == [*packed_runtime(frozenset()), container["args"][1], "print(1)", "{{$}}"]
    assert plan(container)["step"] == "only"
    assert container["env"] == [{"name": "KALE_PLACES", "value": '{"notebook":"minimal","places":[[1,1]]}'}]
    assert container["image"] == "python:3.11-slim"


def test_no_two_steps_have_one_container() -> None:
    same = (Run(code=cell("print(1)")),)
    compiled = compile_pipeline(Pipeline(name="p", steps=(Step(name="a", plan=same), Step(name="b", plan=same))))
    containers = executors(compiled)
    assert containers["a"] != containers["b"]


def test_a_step_gets_only_what_it_reads() -> None:
    found = tasks(compile_pipeline(diamond()))
    assert found["load"]["inputs"]["parameters"].keys() == {"n", "rate", "name", "flag", "sizes", "table", "limit"}
    assert "artifacts" not in found["load"]["inputs"]
    assert found["left"]["inputs"] == {
        "artifacts": {"x_and_y": {"taskOutputArtifact": {"outputArtifactKey": "x_and_y", "producerTask": "load"}}}
    }
    artifacts = found["join"]["inputs"]["artifacts"]
    assert {name: source["taskOutputArtifact"]["producerTask"] for name, source in artifacts.items()} == {
        "best_from_left": "left",
        "best_from_right": "right",
        "x_and_y": "load",
    }
    assert found["join"]["dependentTasks"] == ["left", "load", "right"]


def test_the_plan_speaks_of_the_same_inputs_and_outputs() -> None:
    compiled = compile_pipeline(diamond())
    spec: Any = compiled.spec
    for task, container in executors(compiled).items():
        component = spec["components"][f"comp-{task}"]
        told = plan(container)
        inputs = component.get("inputDefinitions", {})
        outputs = component.get("outputDefinitions", {}).get("artifacts", {})
        metrics = {told["metrics"]} if "metrics" in told else set()
        assert {entry[3] for entry in told["plan"] if entry[0] == "parameter"} == set(inputs.get("parameters", {}))
        assert {entry[1] for entry in told["plan"] if entry[0] == "load"} == set(inputs.get("artifacts", {}))
        assert {entry[1] for entry in told["plan"] if entry[0] == "save"} | metrics == set(outputs)
        assert {name for name in outputs if outputs[name]["artifactType"]["schemaTitle"] == "system.Metrics"} == metrics


def test_parameters_keep_type_and_default() -> None:
    spec: Any = compile_pipeline(diamond()).spec
    found = spec["root"]["inputDefinitions"]["parameters"]
    assert {name: (entry["parameterType"], entry.get("defaultValue", "none")) for name, entry in found.items()} == {
        "n": ("NUMBER_INTEGER", 3),
        "rate": ("NUMBER_DOUBLE", 1.0),
        "name": ("STRING", "yes"),
        "flag": ("BOOLEAN", False),
        "sizes": ("LIST", [1, 2.0, "x"]),
        "table": ("STRUCT", {"z": 1, "a": {"deep": [True]}}),
        "limit": ("NUMBER_INTEGER", "none"),
        "needed": ("STRING", "none"),
    }
    assert [name for name, entry in found.items() if not entry.get("isOptional")] == ["needed"]
    assert found["n"]["description"] == "how many"
    assert list(found["table"]["defaultValue"]) == ["z", "a"]
    component = spec["components"]["comp-load"]["inputDefinitions"]["parameters"]
    assert [name for name, entry in component.items() if entry.get("isOptional")] == ["limit"]


def test_a_default_may_hold_none() -> None:
    parameter = Parameter(name="p", type=ParameterType.LIST, default=[None, {"a": None}])
    compiled = compile_pipeline(minimal().model_copy(update={"parameters": (parameter,)}))
    spec = json_format.ParseDict(yaml.safe_load(compiled.yaml), PipelineSpec())
    default = spec.root.input_definitions.parameters["p"].default_value
    assert json_format.MessageToDict(default) == [None, {"a": None}]


def test_names_that_the_platform_does_not_take() -> None:
    compiled = compile_pipeline(awkward())
    found = tasks(compiled)
    # The pipeline is called load-data itself, so no task may be.
    names = [task["taskInfo"]["name"] for task in found.values()]
    assert names == ["Load Data", "load_data", "データ { {x}}"]
    assert list(found)[:2] == ["load-data-2", "load-data-3"]
    assert list(found)[2] == "x" or list(found)[2].startswith("x-")
    spec: Any = compiled.spec
    inputs = spec["root"]["inputDefinitions"]["parameters"]
    assert inputs["v_gr_e_8cb3e1f2" if "v_gr_e_8cb3e1f2" in inputs else next(iter(inputs))]
    assert [entry.get("description") for entry in inputs.values()].count("größe: { {size}}") == 1
    assert spec["pipelineInfo"]["displayName"] == "{ {workflow.name}}"


def test_text_of_the_user_reaches_the_step_unchanged() -> None:
    compiled = compile_pipeline(awkward())
    assert compiled.yaml.count("{{") == 3
    assert compiled.yaml.count("'{{$}}'") == 3
    container = executors(compiled)["load-data-3"]
    told = plan(container)
    sources = [unescape(source, told["escape"]) for source in container["args"][-4:-1]]
    assert sources == ["cmd = f'{{x}} python3 $(HOME) $$'  \n\tif x:\n    é = '🎉'\n\n", "a\r\nb", ""]
    assert "        - |+\n          cmd = f'{~{x}} python~3 $~(HOME) $~$'  \n          \tif x:\n" in compiled.yaml


def test_order_without_data() -> None:
    found = tasks(compile_pipeline(awkward()))
    first, second, third = found
    assert found[first]["dependentTasks"] == [second]
    assert "dependentTasks" not in found[second]
    assert found[third]["dependentTasks"] == [first]


def test_options_reach_the_platform() -> None:
    compiled = compile_pipeline(configured())
    container, task = executors(compiled)["configured-2"], tasks(compiled)["configured-2"]
    assert container["image"] == "registry.example:5000/team/image:1.2"
    assert container["env"][1:] == [{"name": "MODE", "value": "fast"}, {"name": "EMPTY"}]
    assert container["resources"] == {
        "accelerator": {"count": "1", "resourceCount": "1", "resourceType": "nvidia.com/gpu", "type": "nvidia.com/gpu"},
        "cpuLimit": 2.0,
        "cpuRequest": 0.5,
        "memoryLimit": 0.536870912,
        "memoryRequest": 0.268435456,
        "resourceCpuLimit": "2",
        "resourceCpuRequest": "500m",
        "resourceMemoryLimit": "536870912",
        "resourceMemoryRequest": "256Mi",
    }
    assert task["cachingOptions"] == {}
    assert task["retryPolicy"]["maxRetryCount"] == 3
    platform: Any = compiled.platform
    pod = platform["platforms"]["kubernetes"]["deploymentSpec"]["executors"]["exec-configured-2"]
    assert pod["activeDeadlineSeconds"] == "60"
    assert pod["podMetadata"] == {"annotations": {"example.com/note": "a: b"}, "labels": {"team": "blue"}}
    secrets = [(entry["secretName"], entry["keyToEnv"]) for entry in pod["secretAsEnv"]]
    assert secrets == [
        ("db", [{"envVar": "PASSWORD", "secretKey": "password"}]),
        ("db", [{"envVar": "SAME_AGAIN", "secretKey": "password"}]),
    ]
    assert tasks(compiled)["plain"]["cachingOptions"] == {"enableCache": True}
    assert "resources" not in executors(compiled)["plain"]


@pytest.mark.parametrize(
    ("pipeline", "codes"),
    [
        (minimal(Run(code=cell("x = '\0'"))), ["K300"]),
        (minimal(Run(code=cell("x = 1\n" * 180_000))), ["K301"]),
        (minimal(save("x"), save("x")), ["K303"]),
        (minimal(limits={"ephemeral-storage": "1Gi"}), ["K320"]),
        (minimal(env={"A": "{{x}}"}), ["K313"]),
        (minimal(annotations={"a": "$$"}), ["K313"]),
        (minimal(env={"A": "1"}, secrets=({"secret": "s", "key": "k", "variable": "A"},)), ["K324"]),
        (minimal(env={"KALE_PLACES": "{}"}), ["K325"]),
        (minimal(env={"A": "\0"}), ["K300"]),
        (
            Pipeline(
                name="p",
                steps=(Step(name="only", plan=(TakeParameter(name="n"),)),),
                parameters=(Parameter(name="n", type=ParameterType.INT, default=2**60, span=Span(cell=4)),),
            ),
            ["K310"],
        ),
        (Pipeline(name="p", steps=(Step(name="a", plan=(), after=("b",)),)), ["K304"]),
        (Pipeline(name="p", steps=(Step(name="a", plan=(), after=("a",)),)), ["K305"]),
        (
            Pipeline(
                name="p",
                steps=(Step(name="a", plan=(), after=("b",)), Step(name="b", plan=())),
                edges=edges(("a", "b"), kind=EdgeKind.ORDER),
            ),
            ["K305"],
        ),
    ],
)
def test_what_the_platform_cannot_do_is_an_error(pipeline: Pipeline, codes: list[str]) -> None:
    with pytest.raises(CompileError) as caught:
        compile_pipeline(pipeline, source="the notebook")
    found = [problem for problem in caught.value.diagnostics if problem.severity is Severity.ERROR]
    assert [problem.code for problem in found] == codes
    assert caught.value.source == "the notebook"


@pytest.mark.parametrize(
    ("options", "code"),
    [({"env": {"A": "$(HOME)"}}, "K315"), ({"report": True}, None), ({}, None)],
)
def test_what_is_not_done_is_said(options: dict[str, Any], code: str | None) -> None:
    compiled = compile_pipeline(minimal(**options))
    expected = ["K314", *([code] if code else [])]
    assert [found.code for found in compiled.diagnostics] == expected


def test_what_was_found_before_comes_first() -> None:
    earlier = compile_pipeline(minimal(env={"A": "$(HOME)"})).diagnostics[-1]
    compiled = compile_pipeline(minimal(), found=[earlier])
    assert [found.code for found in compiled.diagnostics] == ["K315", "K314"]


def test_metrics_charts_and_reports_are_outputs_of_their_own_kind() -> None:
    charts = (Chart(number=1, text="cm"), Chart(number=3, text="roc_curve(y, s)"))
    plan = (Run(code=cell("print(acc, cm)\nn\nroc_curve(y, s)"), metrics=True, charts=charts),)
    step = Step(name="only", plan=plan, options=StepOptions(report=True))
    spec: Any = compile_pipeline(Pipeline(name="example", steps=(step,))).spec
    outputs = spec["components"]["comp-only"]["outputDefinitions"]["artifacts"]
    assert {name: output["artifactType"]["schemaTitle"] for name, output in outputs.items()} == {
        "cm": "system.ClassificationMetrics",
        "metrics": "system.Metrics",
        "report": "system.HTML",
        "roc_curve_y_s": "system.ClassificationMetrics",
    }
    arguments = spec["deploymentSpec"]["executors"]["exec-only"]["container"]["args"]
    assert json.loads(next(text for text in arguments if text[0] == "{"))["plan"] == [
        ["report", "report", "only"],
        ["metrics", 0, {"1": "cm", "3": "roc_curve_y_s"}],
    ]


def test_a_step_knows_where_its_values_are_made_and_used() -> None:
    made, used = Span(cell=2, line=3), Span(cell=5, line=1)
    reasons = (Reason(kind=EdgeKind.VALUE, variable="x", made=made, used=used), Reason(kind=EdgeKind.ORDER, used=used))
    saving = Step(name="a", plan=(Run(code=cell("x = 1")), Save(artifact="x", variables=("x",))))
    loading = Step(name="b", plan=(Load(producer="a", artifact="x", variables=("x",)), Run(code=cell("x"))))
    edges = (Edge(source="a", target="b", reasons=reasons),)
    spec: Any = compile_pipeline(Pipeline(name="example", steps=(saving, loading), edges=edges)).spec
    told = {}
    for name in ("a", "b"):
        (variable,) = spec["deploymentSpec"]["executors"][f"exec-{name}"]["container"]["env"]
        told[name] = json.loads(variable["value"])
    assert told["a"].get("save") == told["b"].get("load") == {"x": [2, 3, 5, 1]}
    assert told["a"].keys() & {"load"} == told["b"].keys() & {"save"} == set()


def test_a_large_pipeline_is_warned_of() -> None:
    steps = tuple(Step(name=f"step {number}", plan=(Run(code=cell("x = 1\n" * 1000)),)) for number in range(200))
    compiled = compile_pipeline(Pipeline(name="large", steps=steps))
    assert [found.code for found in compiled.diagnostics] == ["K302"]


def test_compiling_again_gives_the_same() -> None:
    texts = [compile_pipeline(CASES[name]()).yaml for name in [*CASES, *reversed(CASES)]]
    assert texts[: len(CASES)] == list(reversed(texts[len(CASES) :]))


PROGRAM = """
import hashlib, importlib.util, sys
if sys.argv[2] == "after another":
    from kfp import dsl
    @dsl.container_component
    def load(): return dsl.ContainerSpec(image="x")
    @dsl.pipeline
    def diamond():
        load(); load()
spec = importlib.util.spec_from_file_location("cases", sys.argv[1])
cases = importlib.util.module_from_spec(spec)
spec.loader.exec_module(cases)
from kale.emit import compile_pipeline
print(hashlib.sha256("".join(compile_pipeline(make()).yaml for make in cases.CASES.values()).encode()).hexdigest())
"""


def test_the_same_bytes_in_every_process() -> None:
    variables = [
        {},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "KFP_DISABLE_EXECUTION_CACHING_BY_DEFAULT": "true"},
    ]
    words = ["alone", "alone", "after another"]
    digests = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, __file__, word],
            env={**os.environ, **more},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for more, word in zip(variables, words, strict=True)
    }
    assert len(digests) == 1


def test_importing_does_not_import_kfp() -> None:
    program = "import sys, kale.emit, kale.engines; print('kfp' in sys.modules, 'yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_a_step_carries_the_parts_of_the_runtime_that_it_needs() -> None:
    arguments = {task: container["args"] for task, container in executors(compile_pipeline(diamond())).items()}
    found = {task: tuple(takewhile(lambda text: text[0] != "{", texts)) for task, texts in arguments.items()}
    values = {"functions", "caches", "local_classes", "loading"}
    assert found["load"] == packed_runtime(frozenset({"parameters", "saving", "exceptions", *values} - {"loading"}))
    assert found["left"] == packed_runtime(frozenset({*values, "saving", "exceptions"}))
    assert found["join"] == packed_runtime(frozenset({*values, "metrics"}))


def test_no_warning_comes_out() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile_pipeline(configured())
    assert caught == []


def test_heading_is_read_back() -> None:
    component = components.load_component_from_text(compile_pipeline(diamond()).yaml)
    assert component.description == "Two ways from one step\nto another."
