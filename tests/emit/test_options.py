"""Every option of a step, written as a tag and as metadata, is found again in the documents that Kubeflow reads."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from google.protobuf import json_format
from kfp import kubernetes
from kfp.kubernetes.kubernetes_executor_config_pb2 import KubernetesExecutorConfig
from kfp.pipeline_spec.pipeline_spec_pb2 import PipelineSpec, PlatformSpec

from kale.api import compile_notebook
from kale.emit import CompiledPipeline, compile_pipeline
from kale.emit.pods import volume_name
from kale.errors import CompileError
from kale.pipeline import CodeBlock, Pipeline, Run, Step, StepOptions

GOLDEN = Path(__file__).with_name("golden")


@dataclass(frozen=True)
class Case:
    """One option.

    Attributes:
        tags: The tags that set it.
        metadata: The same in a cell's metadata.
        pod: What the second document says of the step.
        container: What the first document says of the step's container.
        task: What the first document says of the step's task.
    """

    tags: tuple[str, ...]
    metadata: Mapping[str, Any]
    pod: Mapping[str, Any] | None = None
    container: Mapping[str, Any] | None = None
    task: Mapping[str, Any] | None = None


def test_what_cannot_be_had_is_told_with_the_cell_of_the_step() -> None:
    cells = [
        {"cell_type": "code", "id": f"c{number}", "metadata": {"tags": tags}, "source": "x = 1", "outputs": []}
        for number, tags in enumerate((["step:first"], ["step:second", "retry-delay:5", "volume:lake:/minio"]))
    ]
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    with pytest.raises(CompileError) as caught:
        compile_notebook(io.StringIO(json.dumps(document)))
    found = {diagnostic.code: diagnostic.span for diagnostic in caught.value.diagnostics}
    assert {code: span and (span.cell, span.cell_id) for code, span in found.items()} == {
        "K327": (2, "c1"),
        "K328": (2, "c1"),
    }


def test_the_table_names_all_that_the_sdk_offers() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "step-options.md").read_text(encoding="utf-8")
    assert [name for name in kubernetes.__all__ if name not in page] == []


def named(name: str) -> dict[str, Any]:
    """Give a name as the SDK writes it for servers that read it from an expression."""
    return {"runtimeValue": {"constant": name}}


CASES = {
    "image": Case(("image:python:3.12",), {"image": "python:3.12"}, container={"image": "python:3.12"}),
    "pull policy": Case(("pull-policy:Always",), {"pull_policy": "Always"}, pod={"imagePullPolicy": "Always"}),
    "pull secret": Case(
        ("pull-secret:one", "pull-secret:two"),
        {"pull_secrets": ["one", "two"]},
        pod={
            "imagePullSecret": [
                {"secretName": "one", "secretNameParameter": named("one")},
                {"secretName": "two", "secretNameParameter": named("two")},
            ]
        },
    ),
    "cpu and memory": Case(
        ("request:cpu:500m", "limit:cpu:2", "request:memory:1Gi", "limit:memory:4Gi"),
        {"requests": {"cpu": 0.5, "memory": "1Gi"}, "limits": {"cpu": 2, "memory": "4Gi"}},
        container={
            "resources": {
                "cpuLimit": 2.0,
                "cpuRequest": 0.5,
                "memoryLimit": 4.294967296,
                "memoryRequest": 1.073741824,
                "resourceCpuLimit": "2",
                "resourceMemoryLimit": "4Gi",
                "resourceMemoryRequest": "1Gi",
            }
        },
    ),
    "accelerator": Case(
        ("limit:amd.com/gpu:2",),
        {"limits": {"amd.com/gpu": 2}},
        container={
            "resources": {
                "accelerator": {
                    "count": "2",
                    "type": "amd.com/gpu",
                    "resourceCount": "2",
                    "resourceType": "amd.com/gpu",
                }
            }
        },
    ),
    "shared memory": Case(
        ("shared-memory:2Gi",),
        {"shared_memory": "2Gi"},
        pod={
            "emptyDirMounts": [
                {"volumeName": "kale-dev-shm", "mountPath": "/dev/shm", "medium": "Memory", "sizeLimit": "2Gi"}  # noqa: S108
            ]
        },
    ),
    "variable": Case(("env:A=b=c",), {"env": {"A": "b=c"}}, container={"env": [{"name": "A", "value": "b=c"}]}),
    "secret": Case(
        ("secret:store:password:PASSWORD",),
        {"secrets": [{"secret": "store", "key": "password", "variable": "PASSWORD"}]},
        pod={
            "secretAsEnv": [
                {
                    "secretName": "store",
                    "secretNameParameter": named("store"),
                    "keyToEnv": [{"secretKey": "password", "envVar": "PASSWORD"}],
                    "optional": False,
                }
            ]
        },
    ),
    "config map": Case(
        ("config-map:site:url:URL",),
        {"config_maps": [{"config_map": "site", "key": "url", "variable": "URL"}]},
        pod={
            "configMapAsEnv": [
                {
                    "configMapName": "site",
                    "configMapNameParameter": named("site"),
                    "keyToEnv": [{"configMapKey": "url", "envVar": "URL"}],
                    "optional": False,
                }
            ]
        },
    ),
    "pod field": Case(
        ("pod-field:metadata.name:POD",),
        {"pod_fields": [{"path": "metadata.name", "variable": "POD"}]},
        pod={"fieldPathAsEnv": [{"name": "POD", "fieldPath": "metadata.name"}]},
    ),
    "secret volume": Case(
        ("secret-volume:store:/etc/store",),
        {"mounts": [{"kind": "secret", "secret": "store", "path": "/etc/store"}]},
        pod={
            "secretAsVolume": [
                {
                    "secretName": "store",
                    "secretNameParameter": named("store"),
                    "mountPath": "/etc/store",
                    "optional": False,
                }
            ]
        },
    ),
    "config map volume": Case(
        ("config-map-volume:site:/etc/site",),
        {"mounts": [{"kind": "config-map", "config_map": "site", "path": "/etc/site"}]},
        pod={
            "configMapAsVolume": [
                {
                    "configMapName": "site",
                    "configMapNameParameter": named("site"),
                    "mountPath": "/etc/site",
                    "optional": False,
                }
            ]
        },
    ),
    "claim": Case(
        ("volume:lake:/data:team/raw",),
        {"mounts": [{"kind": "claim", "claim": "lake", "path": "/data", "sub_path": "team/raw"}]},
        pod={
            "pvcMount": [
                {"constant": "lake", "pvcNameParameter": named("lake"), "mountPath": "/data", "subPath": "team/raw"}
            ]
        },
    ),
    "empty directory": Case(
        ("empty-dir:/scratch:5Gi",),
        {"mounts": [{"kind": "empty-dir", "path": "/scratch", "size": "5Gi"}]},
        pod={"emptyDirMounts": [{"volumeName": "kale-scratch", "mountPath": "/scratch", "sizeLimit": "5Gi"}]},
    ),
    "empty directory in memory": Case(
        ("empty-dir:/fast:memory",),
        {"mounts": [{"kind": "empty-dir", "path": "/fast", "memory": True}]},
        pod={"emptyDirMounts": [{"volumeName": "kale-fast", "mountPath": "/fast", "medium": "Memory"}]},
    ),
    "ephemeral volume": Case(
        ("ephemeral-volume:/big:100Gi:fast",),
        {"mounts": [{"kind": "ephemeral", "path": "/big", "size": "100Gi", "storage_class": "fast"}]},
        pod={
            "genericEphemeralVolume": [
                {
                    "volumeName": "kale-big",
                    "mountPath": "/big",
                    "size": "100Gi",
                    "storageClassName": "fast",
                    "accessModes": ["ReadWriteOnce"],
                }
            ]
        },
    ),
    "label": Case(("label:team:ml",), {"labels": {"team": "ml"}}, pod={"podMetadata": {"labels": {"team": "ml"}}}),
    "annotation": Case(
        ("annotation:a.org/b:c:d",),
        {"annotations": {"a.org/b": "c:d"}},
        pod={"podMetadata": {"annotations": {"a.org/b": "c:d"}}},
    ),
    "node selector": Case(
        ("node-selector:disk:ssd",),
        {"node_selector": {"disk": "ssd"}},
        pod={"nodeSelector": {"labels": {"disk": "ssd"}}},
    ),
    "toleration": Case(
        ("toleration:gpu=yes:NoSchedule", "toleration:spot"),
        {
            "tolerations": [
                {"key": "gpu", "operator": "Equal", "value": "yes", "effect": "NoSchedule"},
                {"key": "spot"},
            ]
        },
        pod={
            "tolerations": [
                {"key": "gpu", "operator": "Equal", "value": "yes", "effect": "NoSchedule"},
                {"key": "spot", "operator": "Exists"},
            ]
        },
    ),
    "affinity": Case(
        ("affinity:zone:a,b",),
        {"affinity": [{"requirements": [{"key": "zone", "values": ["a", "b"]}]}]},
        pod={"nodeAffinity": [{"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a", "b"]}]}]},
    ),
    "user": Case(
        ("run-as-user:1000", "run-as-group:0", "run-as-non-root:enabled"),
        {"run_as_user": 1000, "run_as_group": 0, "run_as_non_root": True},
        pod={"securityContext": {"runAsUser": "1000", "runAsGroup": "0", "runAsNonRoot": True}},
    ),
    "cache": Case(("cache:disabled",), {"cache": False}, task={"cachingOptions": {}}),
    "cache key": Case(
        ("cache-key:v1",), {"cache_key": "v1"}, task={"cachingOptions": {"enableCache": True, "cacheKey": "v1"}}
    ),
    "display name": Case(("display-name:Fit",), {"display_name": "Fit"}, task={"taskInfo": {"name": "Fit"}}),
    "retry": Case(
        ("retry:3", "retry-delay:30", "retry-factor:1.5", "retry-max-delay:600"),
        {"retry": 3, "retry_delay": 30, "retry_factor": 1.5, "retry_max_delay": 600},
        task={
            "retryPolicy": {
                "maxRetryCount": 3,
                "backoffDuration": "30s",
                "backoffFactor": 1.5,
                "backoffMaxDuration": "600s",
            }
        },
    ),
    "timeout": Case(("timeout:60",), {"timeout": 60}, pod={"activeDeadlineSeconds": "60"}),
}


def compiled_cell(metadata: Mapping[str, Any], notebook_metadata: Mapping[str, Any] | None = None) -> CompiledPipeline:
    document = {
        "cells": [
            {"cell_type": "code", "id": "c", "metadata": metadata, "source": "print(1)", "outputs": []},
        ],
        "metadata": notebook_metadata or {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return compile_notebook(io.StringIO(json.dumps(document)))


def documents(compiled: CompiledPipeline) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the documents after a strict reading, which fails on fields that Kubeflow does not know."""
    spec, *platform = yaml.safe_load_all(compiled.yaml)
    json_format.ParseDict(spec, PipelineSpec())
    assert len(platform) <= 1
    for document in platform:
        json_format.ParseDict(document, PlatformSpec())
        executors = document["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
        for executor in executors.values():
            json_format.ParseDict(executor, KubernetesExecutorConfig())
    return spec, platform[0] if platform else {}


def facts(compiled: CompiledPipeline, step: str = "fit") -> tuple[Any, Any, Any]:
    """Give what the documents say of a step's task, container and pod."""
    spec, platform = documents(compiled)
    executor = spec["components"][f"comp-{step}"]["executorLabel"]
    container = spec["deploymentSpec"]["executors"][executor]["container"]
    kubernetes = platform.get("platforms", {}).get("kubernetes", {}).get("deploymentSpec", {}).get("executors", {})
    return spec["root"]["dag"]["tasks"][step], container, kubernetes.get(executor)


def check(compiled: CompiledPipeline, case: Case) -> None:
    task, container, pod = facts(compiled)
    assert pod == case.pod
    for name, value in (case.task or {}).items():
        assert task[name] == value
    for name, value in (case.container or {}).items():
        if name == "env":
            assert all(variable in container["env"] for variable in value)
        elif name == "resources":
            assert value.items() <= container["resources"].items()
        else:
            assert container[name] == value


@pytest.mark.parametrize("name", CASES)
def test_an_option_as_a_tag(name: str) -> None:
    check(compiled_cell({"tags": ["step:fit", *CASES[name].tags]}), CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_an_option_in_the_metadata_of_a_cell(name: str) -> None:
    check(compiled_cell({"kale": {"step": "fit", **CASES[name].metadata}}), CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_an_option_for_every_step(name: str) -> None:
    case = CASES[name]
    for defaults in (list(case.tags), dict(case.metadata)):
        check(compiled_cell({"tags": ["step:fit"]}, {"kale": {"steps_defaults": defaults}}), case)


@pytest.mark.parametrize("name", CASES)
def test_an_option_as_fields_of_the_model(name: str) -> None:
    metadata = {
        key: {inner: str(amount) for inner, amount in value.items()} if isinstance(value, dict) else value
        for key, value in CASES[name].metadata.items()
    }
    step = Step(
        name="fit",
        plan=(Run(code=CodeBlock(cell=1, text="print(1)")),),
        options=StepOptions.model_validate(metadata),
    )
    check(compile_pipeline(Pipeline(name="work", steps=(step,))), CASES[name])


def test_every_field_of_the_options_has_a_case() -> None:
    covered = {field for case in CASES.values() for field in case.metadata}
    elsewhere = {"report", "packages", "requirements", "include"}
    assert covered == set(StepOptions.model_fields) - elsewhere


@pytest.mark.parametrize("name", CASES)
def test_golden_of_an_option(name: str, update_golden: bool) -> None:
    cell = {"tags": ["step:fit", *CASES[name].tags]}
    check_golden(
        GOLDEN / "options" / f"{name.replace(' ', '-')}.yaml",
        # The program of the steps is not what these files are about.
        compiled_cell(cell, {"kale": {"runtime": "image"}}).yaml,
        update=update_golden,
    )


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in (GOLDEN / "options").iterdir()} == {name.replace(" ", "-") for name in CASES}


def check_golden(path: Path, text: str, *, update: bool) -> None:
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_golden(update_golden: bool) -> None:
    merged: dict[str, Any] = {"step": "fit"}
    for case in CASES.values():
        for field, value in case.metadata.items():
            present = merged.get(field)
            if isinstance(present, dict):
                merged[field] = {**present, **value}
            else:
                merged[field] = present + value if isinstance(present, list) else value
    merged["cache"] = True
    check_golden(GOLDEN / "options.yaml", compiled_cell({"kale": merged}).yaml, update=update_golden)


def test_affinity_in_full() -> None:
    affinity = [
        {
            "weight": 50,
            "requirements": [
                {"key": "cores", "operator": "Gt", "values": ["8"]},
                {"key": "metadata.name", "field": True, "values": ["node-1"]},
                {"key": "spot", "operator": "DoesNotExist"},
            ],
        }
    ]
    _, _, pod = facts(compiled_cell({"kale": {"step": "fit", "affinity": affinity}}))
    assert pod == {
        "nodeAffinity": [
            {
                "weight": 50,
                "matchExpressions": [
                    {"key": "cores", "operator": "Gt", "values": ["8"]},
                    {"key": "spot", "operator": "DoesNotExist"},
                ],
                "matchFields": [{"key": "metadata.name", "operator": "In", "values": ["node-1"]}],
            }
        ]
    }


def test_a_node_has_to_meet_all_affinity_tags() -> None:
    tags = ["affinity:zone:a,b", "affinity:disk:ssd"]
    zone = {"key": "zone", "operator": "In", "values": ["a", "b"]}
    expected = {"nodeAffinity": [{"matchExpressions": [zone, {"key": "disk", "operator": "In", "values": ["ssd"]}]}]}
    assert facts(compiled_cell({"tags": ["step:fit", *tags]}))[2] == expected
    assert facts(compiled_cell({"tags": ["step:fit"]}, {"kale": {"steps_defaults": tags}}))[2] == expected


def test_tries_go_on_without_end_unless_one_is_set() -> None:
    task, _, _ = facts(compiled_cell({"tags": ["step:fit", "retry:2"]}))
    assert task["retryPolicy"] == {
        "maxRetryCount": 2, "backoffDuration": "0s", "backoffFactor": 2.0, "backoffMaxDuration": "31536000s",
    }  # fmt: skip


def test_an_ephemeral_volume_in_full() -> None:
    mount = {
        "kind": "ephemeral",
        "path": "/big",
        "size": "1Ti",
        "access_modes": ["ReadWriteMany"],
        "labels": {"team": "ml"},
        "annotations": {"a.org/b": "c"},
    }
    _, _, pod = facts(compiled_cell({"kale": {"step": "fit", "mounts": [mount]}}))
    (volume,) = pod["genericEphemeralVolume"]
    assert volume["defaultStorageClass"] is True
    assert volume["accessModes"] == ["ReadWriteMany"]
    assert volume["metadata"] == {"labels": {"team": "ml"}, "annotations": {"a.org/b": "c"}}


@pytest.mark.parametrize("field", ["secrets", "config_maps"])
def test_an_optional_source_of_a_variable(field: str) -> None:
    name = "secret" if field == "secrets" else "config_map"
    item = {name: "store", "key": "k", "variable": "V", "optional": True}
    _, _, pod = facts(compiled_cell({"kale": {"step": "fit", field: [item]}}))
    (source,) = pod["secretAsEnv" if field == "secrets" else "configMapAsEnv"]
    assert source["optional"] is True


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        ({"env": {"A": "1"}, "secrets": [{"secret": "s", "key": "k", "variable": "A"}]}, "K324", "A twice"),
        ({"pod_fields": [{"path": "metadata.uid", "variable": "KALE_PLACES"}]}, "K325", "KALE_PLACES"),
        (
            {"mounts": [{"kind": "empty-dir", "path": "/a"}, {"kind": "claim", "claim": "c", "path": "/a/"}]},
            "K326",
            "2 things at /a",
        ),
        ({"shared_memory": "1Gi", "mounts": [{"kind": "empty-dir", "path": "/dev/shm"}]}, "K326", "/dev/shm"),  # noqa: S108
        (
            {
                "mounts": [
                    {"kind": "claim", "claim": "c", "path": "/a"},
                    {"kind": "secret", "secret": "c", "path": "/b"},
                ]
            },
            "K326",
            "'c' at 2 paths",
        ),
        ({"mounts": [{"kind": "empty-dir", "path": "/s3/bucket"}]}, "K327", "/s3"),
        ({"mounts": [{"kind": "empty-dir", "path": "/var/run"}]}, "K327", "/var/run/argo"),
        ({"mounts": [{"kind": "empty-dir", "path": "/.cache/"}]}, "K327", "/.cache is the platform's own"),
        ({"mounts": [{"kind": "claim", "path": "/a", "claim": "s3-scratch"}]}, "K327", "a volume of that name"),
        ({"retry_delay": 3}, "K328", "retry-delay"),
        ({"retry_factor": 2}, "K328", "retry-factor"),
        ({"cache_key": "{{x}}"}, "K313", "the cache key"),
        ({"run_as_user": 0, "run_as_non_root": True}, "K336", "as the user 0"),
    ],
)
def test_options_that_cannot_go_together(options: dict[str, Any], code: str, word: str) -> None:
    step = Step(
        name="fit", plan=(Run(code=CodeBlock(cell=1, text="print(1)")),), options=StepOptions.model_validate(options)
    )
    with pytest.raises(CompileError) as caught:
        compile_pipeline(Pipeline(name="work", steps=(step,)))
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == [code]
    assert word in str(caught.value)


def test_volumes_at_different_paths_have_different_names() -> None:
    paths = ["/a/b", "/a-b", "/a_b", "/A/b"]
    assert len({volume_name(path) for path in paths}) == len(paths)


def test_a_step_may_do_without_the_retries_of_all_others() -> None:
    defaults = {"kale": {"steps_defaults": ["retry:2", "retry-delay:5"]}}
    task, _, _ = facts(compiled_cell({"tags": ["step:fit", "retry:0"]}, defaults))
    assert "retryPolicy" not in task
