"""Values that go through the workspace: what the documents say, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from google.protobuf import json_format
from kfp.dsl import WORKSPACE_PATH_PLACEHOLDER
from kfp.kubernetes.kubernetes_executor_config_pb2 import KubernetesExecutorConfig
from kfp.pipeline_spec.pipeline_spec_pb2 import PipelineSpec, PlatformSpec
from pydantic import ValidationError

from kale.emit import CompiledPipeline, compile_pipeline
from kale.emit.interface import step_interface
from kale.errors import CompileError
from kale.pipeline import (
    CodeBlock,
    Edge,
    EdgeKind,
    Load,
    Parameter,
    ParameterType,
    Pipeline,
    PipelineOptions,
    Reason,
    Run,
    Save,
    Step,
    StepOptions,
    TakeParameter,
    Workspace,
)
from kale.platform.tasks import task_names
from kale.platform.transports import WORKSPACE_PLACEHOLDER, routes_of


def pipeline(first: dict[str, Any] | None = None, **options: Any) -> Pipeline:
    """A pipeline of three steps: the first hands on ``x``, and ``y`` with ``z``; the last stands alone."""
    run = Run(code=CodeBlock(cell=1, text="pass"))
    return Pipeline(
        name="work",
        parameters=(Parameter(name="workspace", type=ParameterType.INT, default=1),),
        steps=(
            Step(
                name="First step",
                plan=(
                    TakeParameter(name="workspace"),
                    run,
                    Save(artifact="x", variables=("x",)),
                    Save(artifact="yz", variables=("y", "z")),
                ),
                options=StepOptions.model_validate(first or {}),
            ),
            Step(
                name="second",
                plan=(
                    Load(producer="First step", artifact="x", variables=("x",)),
                    Load(producer="First step", artifact="yz", variables=("y",)),
                    run,
                ),
            ),
            Step(name="alone", plan=(run,)),
        ),
        edges=(Edge(source="First step", target="second", reasons=(Reason(kind=EdgeKind.VALUE, variable="x"),)),),
        options=PipelineOptions.model_validate(options),
    )


def documents(compiled: CompiledPipeline) -> tuple[dict[str, Any], dict[str, Any]]:
    spec, *platform = yaml.safe_load_all(compiled.yaml)
    json_format.ParseDict(spec, PipelineSpec())
    for document in platform:
        json_format.ParseDict(document, PlatformSpec())
    return spec, platform[0] if platform else {}


def test_the_placeholder_is_the_sdks() -> None:
    assert WORKSPACE_PLACEHOLDER == WORKSPACE_PATH_PLACEHOLDER


def test_everything_through_the_workspace() -> None:
    workspace = {"size": "50Gi", "storage_class": "fast", "access_modes": ["ReadWriteMany"]}
    spec, platform = documents(compile_pipeline(pipeline(transport="workspace", workspace=workspace)))
    assert platform == {
        "platforms": {
            "kubernetes": {
                "pipelineConfig": {
                    "workspace": {
                        "size": "50Gi",
                        "kubernetes": {"pvcSpecPatch": {"storageClassName": "fast", "accessModes": ["ReadWriteMany"]}},
                    }
                }
            }
        }
    }
    tasks = spec["root"]["dag"]["tasks"]
    placed = {"runtimeValue": {"constant": "{{$.workspace_path}}"}}
    assert tasks["first-step"]["inputs"]["parameters"]["workspace_2"] == placed
    assert tasks["second"]["inputs"] == {"parameters": {"workspace": placed}}
    assert tasks["second"]["dependentTasks"] == ["first-step"]
    assert "inputs" not in tasks["alone"]
    assert [tasks[name]["cachingOptions"] for name in ("first-step", "second", "alone")] == [
        {}, {}, {"enableCache": True},
    ]  # fmt: skip
    assert "artifacts" not in spec["components"]["comp-first-step"].get("outputDefinitions", {})


def test_one_variable_through_the_workspace() -> None:
    chosen = pipeline(transports={"y": "workspace"})
    spec, platform = documents(compile_pipeline(chosen))
    assert platform["platforms"]["kubernetes"]["pipelineConfig"]["workspace"]["size"] == "10Gi"
    inputs = spec["root"]["dag"]["tasks"]["second"]["inputs"]
    assert [*inputs["artifacts"]] == ["x"]
    assert [*inputs["parameters"]] == ["workspace"]
    routes = routes_of(chosen, task_names(chosen))
    assert routes == {("First step", "yz"): "kale/first-step/yz"}
    assert step_interface(chosen.steps[0], routes).outputs == ("x",)


def test_all_but_one_variable_through_the_workspace() -> None:
    chosen = pipeline(transport="workspace", transports={"x": "artifacts"})
    assert [*routes_of(chosen, task_names(chosen))] == [("First step", "yz")]


def test_no_workspace_where_nothing_goes_through_it() -> None:
    plain = compile_pipeline(pipeline())
    assert documents(plain)[1] == {}
    chosen = pipeline(transport="workspace", transports={"x": "artifacts", "y": "artifacts"})
    assert compile_pipeline(chosen).yaml == plain.yaml


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        ({"transports": {"y": "workspace", "z": "artifacts"}}, "K331", "hands on y, z together"),
        ({"transports": {"nothing": "workspace"}}, "K332", "'nothing'"),
    ],
)
def test_what_cannot_be_had(options: dict[str, Any], code: str, word: str) -> None:
    with pytest.raises(CompileError) as caught:
        compile_pipeline(pipeline(**options))
    assert [diagnostic.code for diagnostic in caught.value.diagnostics if diagnostic.code != "K314"] == [code]
    assert word in str(caught.value)


def test_a_step_whose_results_were_to_be_kept() -> None:
    compiled = compile_pipeline(pipeline({"cache": True}, transport="workspace"))
    assert [diagnostic.code for diagnostic in compiled.diagnostics] == ["K329"]


@pytest.mark.parametrize("size", ["lots", "0", "10gi", "1e3", "5k", "-1Gi", ""])
def test_bad_sizes(size: str) -> None:
    with pytest.raises(ValidationError, match="not a size of a volume"):
        Workspace(size=size)


@pytest.mark.parametrize("size", ["10Gi", "500M", "1.5Ti", "1024"])
def test_sizes_that_the_sdk_takes(size: str) -> None:
    _, platform = documents(compile_pipeline(pipeline(transport="workspace", workspace={"size": size})))
    assert platform["platforms"]["kubernetes"]["pipelineConfig"]["workspace"]["size"] == size


def test_a_claim_stands_for_the_workspace_on_servers_that_know_of_none() -> None:
    workspace = {"size": "50Gi", "storage_class": "fast", "provision": "claim"}
    spec, platform = documents(compile_pipeline(pipeline(transport="workspace", workspace=workspace)))
    assert "pipelineConfig" not in platform["platforms"]["kubernetes"]
    tasks = spec["root"]["dag"]["tasks"]
    assert sorted(tasks) == ["createpvc", "deletepvc", "exit-handler-1"]
    given = {
        name: source["runtimeValue"]["constant"] for name, source in tasks["createpvc"]["inputs"]["parameters"].items()
    }
    assert given == {
        "access_modes": ["ReadWriteOnce"],
        "pvc_name_suffix": "-kale-workspace",
        "size": "50Gi",
        "storage_class_name": "fast",
    }
    steps = spec["components"][tasks["exit-handler-1"]["componentRef"]["name"]]["dag"]["tasks"]
    assert sorted(steps) == ["alone", "first-step", "second"]
    placed = {"runtimeValue": {"constant": "/kale-workspace"}}
    assert steps["first-step"]["inputs"]["parameters"]["workspace_2"] == placed
    assert steps["second"]["inputs"] == {"parameters": {"workspace": placed}}
    executors = platform["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
    assert sorted(executors) == ["exec-first-step", "exec-second"]
    claim = "pipelinechannel--createpvc-name"
    for executor in executors.values():
        (mount,) = json_format.ParseDict(executor, KubernetesExecutorConfig()).pvc_mount
        assert (mount.component_input_parameter, mount.mount_path) == (claim, "/kale-workspace")
    assert [steps[name]["cachingOptions"] for name in ("first-step", "second", "alone")] == [
        {}, {}, {"enableCache": True},
    ]  # fmt: skip


def test_a_claim_goes_also_when_a_step_fails() -> None:
    spec, _ = documents(compile_pipeline(pipeline(transport="workspace", workspace={"provision": "claim"})))
    removal = spec["root"]["dag"]["tasks"]["deletepvc"]
    assert removal["dependentTasks"] == ["exit-handler-1"]
    assert removal["triggerPolicy"] == {"strategy": "ALL_UPSTREAM_TASKS_COMPLETED"}
    named = {"taskOutputParameter": {"producerTask": "createpvc", "outputParameterKey": "name"}}
    assert removal["inputs"]["parameters"] == {"pvc_name": named}
    assert removal["cachingOptions"] == {}
    executor = spec["components"][removal["componentRef"]["name"]]["executorLabel"]
    assert spec["deploymentSpec"]["executors"][executor]["container"]["image"] == "argostub/deletepvc"


def test_no_claim_where_nothing_goes_through_it() -> None:
    assert compile_pipeline(pipeline(workspace={"provision": "claim"})).yaml == compile_pipeline(pipeline()).yaml


def test_a_claim_beside_volumes_of_the_run() -> None:
    volume = {"name": "scratch", "path": "/scratch", "size": "1Gi"}
    spec, platform = documents(
        compile_pipeline(pipeline(transport="workspace", workspace={"provision": "claim"}, new_volumes=[volume]))
    )
    tasks = spec["root"]["dag"]["tasks"]
    given = tasks["deletepvc"]["inputs"]["parameters"]["pvc_name"]["taskOutputParameter"]["producerTask"]
    assert tasks[given]["inputs"]["parameters"]["pvc_name_suffix"]["runtimeValue"]["constant"] == "-kale-workspace"
    executors = platform["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
    paths = {name: [mount["mountPath"] for mount in executor["pvcMount"]] for name, executor in executors.items()}
    both = ["/scratch", "/kale-workspace"]
    assert paths == {"exec-first-step": both, "exec-second": both, "exec-alone": ["/scratch"]}
