"""Saving a compiled pipeline: the whole file or none."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from kale.emit import CompiledPipeline
from kale.errors import OutputError
from kale.pipeline import Pipeline, Step


@pytest.fixture
def compiled() -> CompiledPipeline:
    pipeline = Pipeline(name="p", steps=(Step(name="a", plan=()),))
    return CompiledPipeline(yaml="é: 1\r\n", pipeline=pipeline, diagnostics=(), spec={"é": 1}, platform={})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["out.yaml", "out.yml", "out", "out.txt", "Ünï cödé"])
def test_yaml(compiled: CompiledPipeline, tmp_path: Path, name: str) -> None:
    assert compiled.save(tmp_path / name) == tmp_path / name
    assert (tmp_path / name).read_bytes() == "é: 1\r\n".encode()
    assert names(tmp_path) == [name]


def test_json(compiled: CompiledPipeline, tmp_path: Path) -> None:
    assert json.loads(compiled.save(str(tmp_path / "out.json")).read_text("utf-8")) == {"é": 1}


def test_json_holds_one_document(compiled: CompiledPipeline, tmp_path: Path) -> None:
    two = CompiledPipeline("", compiled.pipeline, (), compiled.spec, platform={"platforms": {}})
    with pytest.raises(OutputError, match=r"out\.json.*\.yaml"):
        two.save(tmp_path / "out.json")
    assert names(tmp_path) == []


def test_an_existing_file_keeps_its_mode(compiled: CompiledPipeline, tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("old")
    target.chmod(0o640)
    compiled.save(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_text("utf-8") == "é: 1\n"


def test_a_new_file_gets_the_usual_mode(compiled: CompiledPipeline, tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    compiled.save(tmp_path / "out.yaml")
    assert (tmp_path / "out.yaml").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_link_stays_a_link(compiled: CompiledPipeline, tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    compiled.save(tmp_path / "link.yaml")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_bytes() == "é: 1\r\n".encode()


@pytest.mark.parametrize("name", ["missing/out.yaml", "folder", "file/out.yaml"])
def test_what_cannot_be_written_is_one_clear_error(compiled: CompiledPipeline, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot write") as caught:
        compiled.save(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert isinstance(caught.value, OSError)
    assert names(tmp_path) == ["file", "folder"]


def test_a_failure_leaves_the_old_file(
    compiled: CompiledPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        compiled.save(target)
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.yaml"]


def test_a_device_is_written_to(compiled: CompiledPipeline) -> None:
    assert compiled.save(os.devnull) == Path(os.devnull)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
