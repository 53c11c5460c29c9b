"""``kale compile`` writes a pipeline, or says what is wrong and writes nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


WriteNotebook = Callable[..., Path]
Call = Callable[..., Outcome]

CELLS = (
    ("pipeline-parameters", "count = 3"),
    ("step:make", "values = list(range(count))"),
    ("step:total prev:make", "print(sum(values))"),
)


def test_default_output_lies_in_the_current_directory(
    write_notebook: WriteNotebook, call: Call, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    notebook = write_notebook(*CELLS).rename(folder / "work.ipynb")
    outcome = call("compile", notebook)
    assert (outcome.code, outcome.out, outcome.err) == (0, "work.yaml: pipeline work, 2 steps\n", "")
    spec = yaml.safe_load((tmp_path / "work.yaml").read_text())
    assert spec["pipelineInfo"]["name"] == "work"
    assert set(spec["root"]["dag"]["tasks"]) == {"make", "total"}
    assert not (folder / "work.yaml").exists()


def test_options_reach_the_pipeline(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    notebook = write_notebook(*CELLS)
    outcome = call(
        "compile", notebook, "-o", "out.yaml", "--name", "Other Name", "--image", "python:3.12", "-p", "count=7"
    )
    assert outcome.code == 0
    spec = yaml.safe_load((tmp_path / "out.yaml").read_text())
    assert spec["pipelineInfo"]["name"] == "other-name"
    assert spec["root"]["inputDefinitions"]["parameters"]["count"]["defaultValue"] == 7
    images = {executor["container"]["image"] for executor in spec["deploymentSpec"]["executors"].values()}
    assert images == {"python:3.12"}


def test_dash_prints_the_yaml_and_nothing_else(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    outcome = call("compile", write_notebook(*CELLS), "-o", "-")
    assert yaml.safe_load(outcome.out)["pipelineInfo"]["name"] == "work"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["work.ipynb"]


def test_twice_gives_the_same_bytes(write_notebook: WriteNotebook, call: Call) -> None:
    notebook = write_notebook(*CELLS)
    assert call("compile", notebook, "-o", "-").out == call("compile", notebook, "-o", "-").out


def test_json_describes_the_result(write_notebook: WriteNotebook, call: Call) -> None:
    document = json.loads(call("compile", write_notebook(*CELLS), "--json").out)
    assert document == {
        "version": 1,
        "succeeded": True,
        "pipeline": "work",
        "output": "work.yaml",
        "steps": ["make", "total"],
        "parameters": ["count"],
        "packages": {"make": [], "total": []},
        "files": {"make": [], "total": []},
        "diagnostics": [],
    }


def test_warnings_go_to_standard_error(write_notebook: WriteNotebook, call: Call) -> None:
    notebook = write_notebook(("step:", "x = 1"), ("step:show", "print(x)"))
    outcome = call("compile", notebook, "--json")
    assert outcome.code == 0
    assert "work.ipynb: cell 1, line 1: warning[K004 nameless-step]" in outcome.err
    assert json.loads(outcome.out)["diagnostics"][0]["code"] == "K004"


def test_the_notebook_itself_is_no_output(write_notebook: WriteNotebook, call: Call) -> None:
    notebook = write_notebook(*CELLS, name="work.yaml")
    before = notebook.read_bytes()
    outcome = call("compile", notebook)
    assert outcome.code == 2
    assert "is the notebook itself" in outcome.err
    assert notebook.read_bytes() == before


def test_json_and_dash_exclude_each_other(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("compile", write_notebook(*CELLS), "--json", "-o", "-")
    assert outcome.code == 2
    assert "both want standard output" in outcome.err


def json_of(cells: list[tuple[str, str]], **metadata: Any) -> str:
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"c{n}",
                    "execution_count": None,
                    "outputs": [],
                    "source": source,
                    "metadata": {"tags": tags.split()},
                }
                for n, (tags, source) in enumerate(cells)
            ],
            "metadata": metadata,
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


BAD_CONTENT = {
    "not JSON": ("{", "work.ipynb"),
    "empty": ("", "work.ipynb"),
    "not a notebook": ("[1, 2]", "work.ipynb"),
    "not text": ("\udcff\udcfe", "work.ipynb"),
    "another language": (
        json_of([("step:a", "x <- 1")], kernelspec={"name": "ir", "language": "R", "display_name": "R"}),
        "R",
    ),
    "syntax error": (json_of([("step:a", "x = 1"), ("step:b", "y = 2\nz = (")]), "work.ipynb: cell 2, line 2: error"),
    "cycle": (json_of([("step:a prev:b", "x = 1"), ("step:b prev:a", "y = 2")]), "work.ipynb: cell "),
    "prev to nowhere": (json_of([("step:load", "x = 1"), ("step:b prev:laod", "y = x")]), "did you mean 'load'?"),
    "duplicate parameter": (
        json_of([("pipeline-parameters", "n = 1\nn = 2"), ("step:a", "print(n)")]),
        "cell 1, line 2",
    ),
    "mistyped tag": (json_of([("setp:a", "x = 1"), ("step:b", "x = 1")]), "did you mean 'step:a'?"),
    "undefined name": (json_of([("step:a", "value = 1"), ("step:b", "print(valeu)")]), "cell 2, line 1"),
}


@pytest.mark.parametrize("what", BAD_CONTENT)
def test_bad_content_is_one_message_and_no_file(call: Call, tmp_path: Path, what: str) -> None:
    content, words = BAD_CONTENT[what]
    (tmp_path / "work.ipynb").write_text(content, encoding="utf-8", errors="surrogateescape")
    (tmp_path / "work.yaml").write_text("precious")
    outcome = call("compile", "work.ipynb")
    assert outcome.code == 2
    assert words in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""
    assert (tmp_path / "work.yaml").read_text() == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["work.ipynb", "work.yaml"]


@pytest.mark.parametrize("what", ["syntax error", "prev to nowhere", "not JSON"])
def test_failures_are_documents_too(call: Call, tmp_path: Path, what: str) -> None:
    (tmp_path / "work.ipynb").write_text(BAD_CONTENT[what][0], encoding="utf-8")
    outcome = call("compile", "work.ipynb", "--json")
    document = json.loads(outcome.out)
    assert outcome.code == 2
    assert document["succeeded"] is False
    assert document["error"]["type"].endswith("Error")
    assert document["error"]["message"]
    if what != "not JSON":
        assert document["diagnostics"][0]["span"]["cell"] == 2


def test_several_errors_come_at_once(write_notebook: WriteNotebook, call: Call) -> None:
    notebook = write_notebook(("step:a prev:nowhere", "x = 1"), ("step:b retry:often", "y = 1"))
    outcome = call("compile", notebook)
    assert outcome.err.count("error[") == 2


def test_a_missing_file(call: Call) -> None:
    outcome = call("compile", "nothing.ipynb")
    assert outcome.code == 2
    assert "nothing.ipynb" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("output", ["missing/folder/out.yaml", "folder", "work.ipynb/out.yaml"])
def test_an_output_that_cannot_be_written(
    write_notebook: WriteNotebook, call: Call, tmp_path: Path, output: str
) -> None:
    notebook = write_notebook(*CELLS)
    (tmp_path / "folder").mkdir()
    outcome = call("compile", notebook, "-o", output)
    assert outcome.code == 2
    assert f"cannot write {output}" in outcome.err
    assert not list((tmp_path / "folder").iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_an_output_in_a_read_only_folder(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    notebook = write_notebook(*CELLS)
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o555)
    assert call("compile", notebook, "-o", folder / "out.yaml").code == 2


def test_a_bad_image(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("compile", write_notebook(*CELLS), "--image", "not an image")
    assert outcome.code == 2
    assert "not an image" in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("given", ["count=many", "cuont=3", "count"])
def test_a_bad_parameter(write_notebook: WriteNotebook, call: Call, given: str) -> None:
    outcome = call("compile", write_notebook(*CELLS), "-p", given)
    assert outcome.code == 2
    assert outcome.err.startswith("error: ")


def test_packages_and_files_of_each_step_are_shown(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    (tmp_path / "near.py").write_text("import yaml\n")
    (tmp_path / "data.csv").write_text("a\n" * 600)
    cells = ("imports", "import near"), ("step:make include:data.csv", "near"), ("step:other", "1")
    notebook = write_notebook(*cells)
    outcome = call("compile", notebook, "--package", "six<2", "--no-pin")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "work.yaml: pipeline work, 2 steps",
        "STEP   PACKAGES       FILES",
        "make   PyYAML, six<2  near.py, data.csv (1.2 KiB)",
        "other  six<2",
    ]
    document = json.loads(call("compile", notebook, "--packages", "none", "--json").out)
    assert document["packages"] == {"make": [], "other": []}
    assert document["files"] == {"make": ["near.py", "data.csv"], "other": []}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--package", "-r x"), "'-r x' is an option of an installer"),
        (("--package", "a @ https://user:word@x/a.whl"), "'a' comes from a URL"),
        (("--constraints", "missing.txt"), "missing.txt: the constraints cannot be read: No such file"),
    ],
)
def test_what_is_said_of_packages_is_checked(
    write_notebook: WriteNotebook, call: Call, arguments: tuple[str, ...], words: str
) -> None:
    outcome = call("compile", write_notebook(*CELLS), *arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert "word@" not in outcome.err
