"""``kale graph`` draws a notebook in every form, to a file or to standard output."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


WriteNotebook = Callable[..., Path]
Call = Callable[..., Outcome]
CELLS = (("step:make", "values = [1, 2]"), ("step:total prev:make", "print(sum(values))"))


def test_text_is_the_default(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("graph", write_notebook(*CELLS))
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "work: 2 steps from work.ipynb\n\nmake  (cell 1)\n  └─▶ total: values\n\ntotal  (cell 2)\n"


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("mermaid", "flowchart TD\n"),
        ("dot", 'digraph "work" {\n'),
        ("svg", "<svg "),
        ("html", "<!DOCTYPE html>\n"),
        ("json", "{"),
        ("text", "work: "),
    ],
)
def test_forms(write_notebook: WriteNotebook, call: Call, tmp_path: Path, form: str, beginning: str) -> None:
    notebook = write_notebook(*CELLS)
    outcome = call("graph", notebook, "--format", form)
    assert outcome.code == 0
    assert outcome.out.startswith(beginning)
    written = call("graph", notebook, "-f", form, "-o", "drawing")
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / "drawing").read_text(encoding="utf-8") == outcome.out


def test_json_and_svg_parse(write_notebook: WriteNotebook, call: Call) -> None:
    notebook = write_notebook(("step:a<b", "x = 1"), ("step:ü", "print(x)"))
    assert json.loads(call("graph", notebook, "-f", "json").out)["edges"][0]["variables"] == ["x"]
    ET.fromstring(call("graph", notebook, "-f", "svg").out)  # noqa: S314 - our own output


def test_warnings_go_to_standard_error(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("graph", write_notebook(("step:", "x = 1"), ("step:show", "print(x)")), "-f", "json")
    assert "warning[K004 nameless-step]" in outcome.err
    json.loads(outcome.out)


def test_an_error_leaves_the_file_alone(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    (tmp_path / "drawing.svg").write_text("precious")
    outcome = call("graph", write_notebook(("step:a", "x = (")), "-f", "svg", "-o", "drawing.svg")
    assert outcome.code == 2
    assert "cell 1, line 1" in outcome.err
    assert (tmp_path / "drawing.svg").read_text() == "precious"


@pytest.mark.parametrize("output", ["missing/drawing.svg", "folder"])
def test_an_output_that_cannot_be_written(
    write_notebook: WriteNotebook, call: Call, tmp_path: Path, output: str
) -> None:
    (tmp_path / "folder").mkdir()
    outcome = call("graph", write_notebook(*CELLS), "-o", output)
    assert outcome.code == 2
    assert f"cannot write {output}" in outcome.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "work.ipynb"]


def test_an_unknown_form(write_notebook: WriteNotebook, call: Call) -> None:
    assert call("graph", write_notebook(*CELLS), "-f", "png").code == 2


def test_an_existing_file_keeps_its_mode(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    drawing = tmp_path / "drawing.svg"
    drawing.write_text("old")
    drawing.chmod(0o640)
    link = tmp_path / "link.svg"
    link.symlink_to(drawing)
    assert call("graph", write_notebook(*CELLS), "-f", "svg", "-o", link).code == 0
    assert link.is_symlink()
    assert drawing.read_text(encoding="utf-8").startswith("<svg ")
    assert drawing.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to(write_notebook: WriteNotebook, call: Call) -> None:
    assert call("graph", write_notebook(*CELLS), "-o", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()


def test_the_file_says_the_form(write_notebook: WriteNotebook, call: Call, tmp_path: Path) -> None:
    notebook = write_notebook(*CELLS)
    for file, beginning in (
        ("a.svg", b"<svg "),
        ("a.png", b"\x89PNG"),
        ("a.dot", b"digraph"),
        ("a.html", b"<!DOCTYPE"),
    ):
        outcome = call("graph", notebook, "-o", file)
        assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
        assert (tmp_path / file).read_bytes().startswith(beginning)
    assert call("graph", notebook, "-f", "json", "-o", "b.svg").code == 0
    json.loads((tmp_path / "b.svg").read_text())


def test_a_picture_wants_a_file(write_notebook: WriteNotebook, call: Call) -> None:
    outcome = call("graph", write_notebook(*CELLS), "-f", "png")
    assert outcome.code == 2
    assert "name a file with --output" in outcome.err
