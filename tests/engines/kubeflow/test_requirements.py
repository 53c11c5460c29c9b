"""Servers that are too old for what a pipeline asks of them: refused before anything is made there."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.engines.kubeflow.conftest import Connect, two_steps
from tests.engines.kubeflow.server import KubeflowServer

from kale.api import compile_notebook
from kale.emit import CompiledPipeline, compile_pipeline
from kale.engines.kubeflow import Package, package_of, read_package
from kale.engines.kubeflow.requirements import CACHE_KEY, OPTIONAL_PARAMETER, POD_FIELDS, RETRIES, needs_of
from kale.errors import ServerError
from kale.pipeline import NewVolume, Workspace

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "step-options.md"


def compiled(*tags: str, metadata: dict[str, Any] | None = None) -> CompiledPipeline:
    cell = {"cell_type": "code", "id": "c", "metadata": {"tags": ["step:fit", *tags]}, "source": "x = 1", "outputs": []}
    document = {"cells": [cell], "metadata": {"kale": metadata or {}}, "nbformat": 4, "nbformat_minor": 5}
    return compile_notebook(io.StringIO(json.dumps(document)))


CASES = {
    "timeout:60": (2, 1),
    "pod-field:metadata.name:POD": (2, 1),
    "pull-policy:Always": (2, 1),
    "toleration:spot": (2, 1),
    "ephemeral-volume:/big:1Gi": (2, 2),
    "empty-dir:/scratch": (2, 3),
    "shared-memory:1Gi": (2, 3),
    "cache-key:v1": (2, 4),
    "volume:lake:/data": (2, 5),
    "secret:store:key:KEY": (2, 5),
    "secret-volume:store:/etc/store": (2, 5),
    "pull-secret:store": (2, 5),
    "config-map:site:key:KEY": (2, 5),
    "config-map-volume:site:/etc/site": (2, 5),
    "retry:2": (2, 5),
    "label:subPath:nodeAffinity": (2, 14),
    "annotation:team:ml": (2, 14),
    "affinity:zone:a": (2, 14),
    "volume:lake:/data:raw": (2, 16),
    "run-as-user:1000": (2, 16),
    "run-as-non-root:enabled": (2, 16),
}


@pytest.mark.parametrize("tag", CASES)
def test_an_option_needs_a_server_that_knows_it(connect: Connect, server: KubeflowServer, tag: str) -> None:
    package = package_of(compiled(tag))
    major, minor = CASES[tag]
    server.tag_name = f"{major}.{minor - 1}.9"
    prefix = tag.partition(":")[0]
    with pytest.raises(ServerError, match=rf"the server is of version {major}\.{minor - 1} .*\b{prefix}\b") as caught:
        connect().submit(package)
    assert f"known from version {major}.{minor} on" in str(caught.value)
    assert [*server.pipelines, *server.experiments, *server.runs] == []
    server.tag_name = f"{major}.{minor}.0"
    assert connect().upload(package).new


@pytest.mark.parametrize(
    "tag",
    ["image:python:3.12", "limit:cpu:1", "node-selector:subPath:x", "env:A=1", "cache:disabled", "display-name:F"],
)
def test_what_every_server_knows(tag: str) -> None:
    assert needs_of(package_of(compiled(tag))) == ()


def test_all_that_is_too_new_is_named_at_once(connect: Connect, server: KubeflowServer) -> None:
    server.tag_name = "2.0.5"
    with pytest.raises(ServerError) as caught:
        connect().upload(package_of(compiled("retry:1", "timeout:5", "timeout:5", "label:a:b")))
    assert re.findall(r"\((\w+)[^)]*\), known from version ([\d.]+) on", str(caught.value)) == [
        ("timeout", "2.1"), ("label", "2.14"), ("retry", "2.5"),
    ]  # fmt: skip


@pytest.mark.parametrize(("tag_name", "taken"), [("2.13.0", False), ("2.14.0", True), ("master", True), (None, True)])
def test_names_that_are_not_those_of_tasks(
    connect: Connect, server: KubeflowServer, package: Package, tag_name: str | None, taken: bool
) -> None:
    server.tag_name = tag_name
    if taken:
        assert connect().upload(package).new
        return
    with pytest.raises(ServerError, match=r"names such as 'Load data', .* from version 2\.14 on"):
        connect().upload(package)


def test_a_parameter_that_is_none() -> None:
    package = package_of(compile_pipeline(two_steps()))
    assert OPTIONAL_PARAMETER in needs_of(package)
    assert OPTIONAL_PARAMETER not in needs_of(package_of(compile_pipeline(two_steps().with_parameters(note=""))))


def test_a_volume_is_removed_only_where_that_does_not_hide_failures(connect: Connect, server: KubeflowServer) -> None:
    first = two_steps().model_copy(update={"steps": two_steps().steps[:1], "edges": ()})
    volume = NewVolume(name="scratch", path="/scratch", size="1Gi", remove=True)
    wanting = package_of(compile_pipeline(first.with_parameters(note="").with_options(new_volumes=[volume])))
    server.tag_name = "2.4.1"
    with pytest.raises(ServerError, match=r"removed at the end \(remove\), known from version 2\.5 on"):
        connect().upload(wanting)
    server.tag_name = "2.5.0"
    assert connect().upload(wanting).new


@pytest.mark.parametrize(("provision", "version"), [("platform", (2, 15)), ("claim", (2, 5))])
def test_a_workspace(provision: str, version: tuple[int, int]) -> None:
    workspace = Workspace.model_validate({"provision": provision})
    pipeline = two_steps().with_parameters(note="").with_options(transport="workspace", workspace=workspace)
    needs = needs_of(package_of(compile_pipeline(pipeline)))
    assert max(need.version for need in needs if "names such as" not in need.what) == version


def test_a_file_of_another_tool_needs_what_stands_in_it(tmp_path: Path) -> None:
    path = compiled("retry:1", "cache-key:k", "volume:lake:/data", "pull-secret:store").save(tmp_path / "p.yaml")
    assert {need.version for need in needs_of(read_package(path))} == {(2, 4), (2, 5)}
    older = re.sub(r"(?m)^ +(pvc|secret)NameParameter:.*\n( +runtimeValue:.*\n)?", "", path.read_text("utf-8"))
    path.write_text(older, "utf-8")
    assert set(needs_of(read_package(path))) == {CACHE_KEY, RETRIES}


def test_the_table_says_from_which_version_on() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text("utf-8").splitlines()]
    told = {row[2].strip("`"): row[3] for row in rows if len(row) == 4 and row[2].startswith("`")}
    assert told["cachingOptions"] == "2.4 with `cache-key`"
    assert told["retryPolicy"] == ".".join(map(str, RETRIES.version))
    names = {"pvcMount": "pvcNameParameter", "imagePullSecret": "secretNameParameter"}
    names |= dict.fromkeys(("secretAsEnv", "secretAsVolume"), "secretNameParameter")
    names |= dict.fromkeys(("configMapAsEnv", "configMapAsVolume"), "configMapNameParameter")
    for field, version in told.items():
        need = POD_FIELDS.get(names.get(field, field))
        if need is not None:
            assert version.startswith(".".join(map(str, need.version))), field
