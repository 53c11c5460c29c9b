"""Volumes that every step finds: read back from the compiled documents, and what a run on this machine does."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from google.protobuf import json_format
from kfp.kubernetes.kubernetes_executor_config_pb2 import KubernetesExecutorConfig
from kfp.pipeline_spec.pipeline_spec_pb2 import PipelineSpec, PlatformSpec

from kale.api import compile_notebook
from kale.emit import CompiledPipeline
from kale.engines.local import run_local
from kale.errors import CompileError


def compiled_with(metadata: dict[str, Any], *steps: str) -> CompiledPipeline:
    names = steps or ("first", "second")
    document = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": [f"step:{name}"]},
                "source": f"x{number} = {number}\nprint('ran')",
                "outputs": [],
            }
            for number, name in enumerate(names)
        ],
        "metadata": {"kale": metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return compile_notebook(io.StringIO(json.dumps(document)))


def documents(compiled: CompiledPipeline) -> tuple[dict[str, Any], dict[str, Any]]:
    spec, platform = yaml.safe_load_all(compiled.yaml)
    json_format.ParseDict(spec, PipelineSpec())
    json_format.ParseDict(platform, PlatformSpec())
    executors = platform["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
    for executor in executors.values():
        json_format.ParseDict(executor, KubernetesExecutorConfig())
    return spec, executors


def test_a_claim_for_every_step() -> None:
    historic = {"volumes": [{"type": "pvc", "name": "lake", "mount_point": "/data"}]}
    spec, executors = documents(compiled_with(historic))
    assert [*spec["root"]["dag"]["tasks"]] == ["first", "second"]
    for executor in executors.values():
        (mount,) = executor["pvcMount"]
        assert (mount["constant"], mount["mountPath"]) == ("lake", "/data")
    assert compiled_with({"steps_defaults": ["volume:lake:/data"]}).yaml == compiled_with(historic).yaml


NEW = {
    "name": "scratch",
    "path": "/scratch",
    "size": "50Gi",
    "storage_class": "fast",
    "access_modes": ["ReadWriteMany"],
    "annotations": {"team": "ml"},
}


def test_a_volume_that_each_run_gets_anew() -> None:
    spec, executors = documents(
        compiled_with({"new_volumes": [NEW, {**NEW, "name": "b", "path": "/b", "clone_of": "old"}]})
    )
    tasks = spec["root"]["dag"]["tasks"]
    assert sorted(tasks) == ["createpvc", "createpvc-2", "first", "second"]
    given = {
        name: source["runtimeValue"]["constant"] for name, source in tasks["createpvc"]["inputs"]["parameters"].items()
    }
    assert given == {
        "access_modes": ["ReadWriteMany"],
        "annotations": {"team": "ml"},
        "pvc_name_suffix": "-scratch",
        "size": "50Gi",
        "storage_class_name": "fast",
    }
    assert tasks["createpvc"]["cachingOptions"] == {}
    cloned = tasks["createpvc-2"]["inputs"]["parameters"]["data_source"]["runtimeValue"]["constant"]
    assert cloned == {"apiGroup": "", "kind": "PersistentVolumeClaim", "name": "old"}
    for name in ("first", "second"):
        assert tasks[name]["dependentTasks"] == ["createpvc", "createpvc-2"]
        mounts = executors[spec["components"][f"comp-{name}"]["executorLabel"]]["pvcMount"]
        assert [(mount["taskOutputParameter"]["producerTask"], mount["mountPath"]) for mount in mounts] == [
            ("createpvc", "/scratch"),
            ("createpvc-2", "/b"),
        ]


def test_a_volume_that_is_removed_at_the_end() -> None:
    volumes = [NEW, {**NEW, "name": "b", "path": "/b", "remove": True}]
    spec, executors = documents(compiled_with({"new_volumes": volumes}, "deletepvc", "exit-handler-1"))
    tasks = spec["root"]["dag"]["tasks"]
    assert sorted(tasks) == ["createpvc", "createpvc-2", "deletepvc", "exit-handler-1"]
    assert tasks["deletepvc"]["taskInfo"]["name"] == "remove volume b"
    given = tasks["deletepvc"]["inputs"]["parameters"]["pvc_name"]["taskOutputParameter"]
    assert given == {"producerTask": "createpvc-2", "outputParameterKey": "name"}
    steps = spec["components"][tasks["exit-handler-1"]["componentRef"]["name"]]["dag"]["tasks"]
    assert {name: task["taskInfo"]["name"] for name, task in steps.items()} == {
        "deletepvc-2": "deletepvc",
        "exit-handler-1-2": "exit-handler-1",
    }
    for executor in executors.values():
        assert [mount["mountPath"] for mount in executor["pvcMount"]] == ["/scratch", "/b"]


def test_parameters_reach_steps_that_stand_in_a_group(tmp_path: Path) -> None:
    document = {
        "cells": [
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": [tag]},
                "source": source,
                "outputs": [],
            }
            for number, (tag, source) in enumerate(
                (
                    ("pipeline-parameters", "rise = 2\nlimit: int | None = 1\nname: str | None = 'é'"),
                    ("step:a", "total = [rise, limit, name]"),
                    ("step:b", "print(total, limit)"),
                )
            )
        ],
        "metadata": {"kale": {"new_volumes": [{**NEW, "remove": True}]}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    compiled = compile_notebook(io.StringIO(json.dumps(document)))
    lines: list[str] = []
    for parameters in ({}, {"rise": 3, "limit": 4}):
        run_local(compiled, parameters, root=tmp_path, echo=lambda _, line: lines.append(line)).raise_for_failure()
    assert lines == ["[2, 1, 'é'] 1", "[3, 4, 'é'] 4"]


def test_the_historic_forms_of_new_volumes() -> None:
    volumes = [
        {"type": "new_pvc", "name": "n", "mount_point": "/n", "size": 5, "size_type": "Gi"},
        {"type": "pv", "name": "disk", "mount_point": "/d", "size": 5, "size_type": "Gi"},
    ]
    spec, _ = documents(compiled_with({"volumes": volumes, "storage_class_name": "slow", "volume_access_mode": "rwm"}))
    given = spec["root"]["dag"]["tasks"]["createpvc"]["inputs"]["parameters"]
    assert given["storage_class_name"]["runtimeValue"]["constant"] == "slow"
    assert given["access_modes"]["runtimeValue"]["constant"] == ["ReadWriteMany"]
    bound = spec["root"]["dag"]["tasks"]["createpvc-2"]["inputs"]["parameters"]["volume_name"]
    assert bound["runtimeValue"]["constant"] == "disk"


def test_the_historic_name_of_a_volume_is_cut() -> None:
    name = "a very long name of a volume that an editor took"
    spec, _ = documents(
        compiled_with(
            {"volumes": [{"type": "new_pvc", "name": name, "mount_point": "/n", "size": 5, "size_type": "Gi"}]}
        )
    )
    suffix = spec["root"]["dag"]["tasks"]["createpvc"]["inputs"]["parameters"]["pvc_name_suffix"]
    assert suffix["runtimeValue"]["constant"] == "-a-very-long-name-of-a-volu"


def test_a_step_that_is_called_like_the_sdks_task() -> None:
    spec, _ = documents(compiled_with({"new_volumes": [NEW]}, "createpvc", "CreatePVC 2"))
    tasks = spec["root"]["dag"]["tasks"]
    assert sorted(tasks) == ["createpvc", "createpvc-2", "createpvc-2-2"]
    names = {name: task["taskInfo"]["name"] for name, task in tasks.items()}
    assert names["createpvc"] == "make volume scratch"
    assert sorted(names.values()) == ["CreatePVC 2", "createpvc", "make volume scratch"]


@pytest.mark.parametrize(
    ("metadata", "code", "words"),
    [
        ({"new_volumes": [{**NEW, "size": "lots"}]}, "K010", "not a size of a volume"),
        ({"new_volumes": [{**NEW, "name": "a-name-of-27-characters-abc"}]}, "K010", "at most 26 characters"),
        ({"new_volumes": [{**NEW, "path": "scratch"}]}, "K010", "not an absolute path"),
        ({"new_volumes": [{**NEW, "clone_of": "a", "volume": "b"}]}, "K010", "either a clone or bound"),
        ({"new_volumes": [{**NEW, "access_modes": []}]}, "K010", "at least 1"),
        ({"new_volumes": [{**NEW, "colour": "red"}]}, "K010", "colour"),
        ({"new_volumes": [NEW, {**NEW, "name": "b"}]}, "K326", "2 things at /scratch"),
        ({"new_volumes": [NEW], "steps_defaults": ["volume:lake:/scratch"]}, "K326", "2 things at /scratch"),
        ({"new_volumes": [{**NEW, "path": "/minio"}]}, "K327", "/minio"),
        ({"new_volumes": [{**NEW, "annotations": {"a": "{{x}}"}}]}, "K313", "annotation 'a' of the volume"),
        (
            {"new_volumes": [{**NEW, "remove": True}, {**NEW, "name": "b", "path": "/b", "remove": True}]},
            "K333",
            "scratch, b",
        ),
        ({"new_volumes": [{**NEW, "remove": "perhaps"}]}, "K010", "boolean"),
        ({"volumes": [{"type": "snap", "name": "s", "mount_point": "/s"}]}, "K019", "is a snapshot"),
    ],
)
def test_what_cannot_be_had(metadata: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(CompileError) as caught:
        compiled_with(metadata)
    assert {diagnostic.code for diagnostic in caught.value.diagnostics if diagnostic.code != "K335"} == {code}
    assert words in str(caught.value)


def test_none_does_not_reach_steps_in_a_group() -> None:
    document = {
        "cells": [
            {"cell_type": "code", "id": tag, "metadata": {"tags": [tag]}, "source": source, "outputs": []}
            for tag, source in (("parameters", "limit: int | None = None"), ("step:a", "print(limit)"))
        ],
        "metadata": {"kale": {"new_volumes": [{**NEW, "annotations": {}}]}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    assert compile_notebook(io.StringIO(json.dumps(document))).diagnostics == ()
    document["metadata"] = {"kale": {"new_volumes": [{**NEW, "remove": True, "annotations": {}}]}}
    with pytest.raises(CompileError, match="'limit' may be None") as caught:
        compile_notebook(io.StringIO(json.dumps(document)))
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["K334"]


def test_what_servers_do_not_do_is_said() -> None:
    plain = {**NEW, "annotations": {}}
    assert compiled_with({"new_volumes": [plain]}).diagnostics == ()
    for more, word in (({"clone_of": "old"}, "make it empty"), ({"annotations": {"a": "b"}}, "annotations")):
        (found,) = compiled_with({"new_volumes": [{**plain, **more}]}).diagnostics
        assert (found.code, found.severity.value) == ("K335", "warning")
        assert word in found.message


def test_a_run_on_this_machine_makes_no_volume(tmp_path: Path) -> None:
    compiled = compiled_with({"new_volumes": [NEW], "steps_defaults": ["volume:lake:/data"]})
    run = run_local(compiled, root=tmp_path)
    assert run.succeeded
    assert any("the run makes a volume at /scratch" in note for note in run.notes)
    assert any("/data is mounted" in note for note in run.notes)
