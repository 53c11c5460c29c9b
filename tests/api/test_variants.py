"""Variants of one pipeline: names, files, processes, and tables that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kale import Pipeline, Resources, StepSource, Variant, compile_many
from kale.batch import Job, compile_batch
from kale.errors import CompileError, OptionError, OutputError, ParameterError
from kale.pipeline import ParameterValue

BASE = Pipeline.from_sources(
    [StepSource(name="work", source="print(region, rise)")], name="sales", parameters="region = 'eu'\nrise = 0.1"
)


def test_rows_of_a_table(tmp_path: Path) -> None:
    table: list[dict[str, ParameterValue]] = [{"region": "eu", "rise": 0.1}, {"region": "us east", "rise": 2}, {}]
    done = compile_many(BASE, table, tmp_path / "new" / "folder")
    names = ["sales-region-eu-rise-0-1", "sales-region-us-east-rise-2", "sales"]
    assert [variant.name for variant in done] == names
    assert [variant.path for variant in done] == [tmp_path / "new" / "folder" / f"{name}.yaml" for name in names]
    specs = [yaml.safe_load(variant.path.read_text()) for variant in done]
    defaults = [spec["root"]["inputDefinitions"]["parameters"]["region"]["defaultValue"] for spec in specs]
    assert defaults == ["eu", "us east", "eu"]
    assert [spec["pipelineInfo"]["name"] for spec in specs] == names


def test_variants_with_images_and_options(tmp_path: Path) -> None:
    variants = [
        Variant(name="Small", image="python:3.12"),
        Variant(name="Large", parameters={"rise": 1.5}, steps={"work": {"resources": Resources(cpu="8"), "retry": 3}}),
    ]
    small, large = compile_many(BASE, variants, tmp_path)
    assert "image: python:3.12" in small.path.read_text()
    executor = next(iter(yaml.safe_load(large.path.read_text())["deploymentSpec"]["executors"].values()))
    assert executor["container"]["resources"]["resourceCpuLimit"] == "8"
    assert "maxRetryCount: 3" in large.path.read_text()


def test_processes_give_the_same_files(tmp_path: Path) -> None:
    table = [{"rise": number / 10} for number in range(7)]
    alone = compile_many(BASE, table, tmp_path / "one", processes=1)
    shared = compile_many(BASE, table, tmp_path / "three", processes=3)
    assert [variant.name for variant in alone] == [variant.name for variant in shared]
    assert all(a.path.read_bytes() == b.path.read_bytes() for a, b in zip(alone, shared, strict=True))
    assert compile_many(BASE, [], tmp_path, processes=3) == ()


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ([{"rise": 1}, {"rise": 1}], OutputError, "would both be 'sales-rise-1'"),
        ([{"rise": 1}, {"fall": 1}], ParameterError, "no parameter 'fall'"),
        ([Variant(name="a", image="No Image")], OptionError, "'image'"),
        ([Variant(name="a", steps={"play": {"cpu": "1"}})], KeyError, "play"),
    ],
)
def test_a_table_that_cannot_be_writes_nothing(
    tmp_path: Path, table: list[Variant], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        compile_many(BASE, table, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_variant_that_the_platform_cannot_run(tmp_path: Path, processes: int) -> None:
    sound = Job(pipeline=BASE, path=str(tmp_path / "a.yaml"))
    unsound = Job(pipeline=BASE.with_step("work", limits={"memory": "0.1m"}), path=str(tmp_path / "b.yaml"))
    with pytest.raises(CompileError, match="K321"):
        compile_batch([sound, unsound], processes)
    unwritable = Job(pipeline=BASE, path=str(tmp_path / "missing" / "b.yaml"))
    with pytest.raises(OutputError, match="cannot write"):
        compile_batch([sound, unwritable], processes)
    with pytest.raises(ValueError, match="at least one process"):
        compile_batch([sound], 0)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot make the folder"):
        compile_many(BASE, [{}], tmp_path / "file" / "out")
