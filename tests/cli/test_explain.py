"""``kale explain`` and ``kale rule`` as a user calls them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kale
from kale.pipeline import Pipeline
from kale.pipeline.explanation import Explanation

WriteNotebook = Callable[..., Path]
CallKale = Callable[..., Any]

CELLS = (
    ("imports", "import math"),
    ("functions", "def area(r):\n    return math.pi * r ** 2"),
    ("pipeline-parameters", "scale = 2"),
    ("step:load", "radii = [1, 2]\nnames = radii\nwith open('n.txt', 'w') as f:\n    f.write('x')"),
    ("step:use", "areas = [area(r) * scale for r in radii]\nnames.append(0)\nprint(open('n.txt').read())"),
    ("step:end prev:use", "print('end')"),
)


@pytest.fixture
def notebook(write_notebook: WriteNotebook) -> Path:
    return write_notebook(*CELLS)


EDGES = """\
load → use
  names: a value
    made in cell 4, line 2, column 1, by load
    needed in cell 5, line 2, column 1, by use
    saved as the artifact ARTIFACT together with radii, because they may share objects
  radii: a value
    made in cell 4, line 1, column 1, by load
    needed in cell 5, line 1, column 35, by use
    saved as the artifact ARTIFACT together with names, because they may share objects
  n.txt: a file
    made in cell 4, line 3, column 6, by load
    needed in cell 5, line 3, column 7, by use
    saved as the artifact ARTIFACT
use → end
  order, because cell 6 asks for it
"""


def test_edges(call: CallKale, notebook: Path) -> None:
    done = call("explain", notebook)
    assert done.code == 0
    shown = re.sub(r"the artifact \w+", "the artifact ARTIFACT", done.out)
    blocks = [sorted(part.split("\n  ")) for part in re.split(r"\n(?=\w|  \w)", shown.rstrip("\n"))]
    assert sorted(blocks) == sorted(
        sorted(part.split("\n  ")) for part in re.split(r"\n(?=\w|  \w)", EDGES.rstrip("\n"))
    )


def test_step(call: CallKale, notebook: Path) -> None:
    lines = call("explain", notebook, "use").out.splitlines()
    assert lines[0] == "step use: cell 5"
    assert "  waits for load" in lines
    assert "  carries math as code from cell 1, line 1, needed in cell 2, line 2, column 12" in lines
    assert "  carries area as code from cell 2, line 1, needed in cell 5, line 1, column 10" in lines
    assert "  takes the parameter scale" in lines
    assert "  is waited for by end" in lines


def test_variable(call: CallKale, notebook: Path) -> None:
    assert call("explain", notebook, "radii").out.splitlines() == [
        "variable radii",
        "  load: assigned in cell 4, line 1, column 1",
        "  load: first used in cell 4, line 2, column 9",
        "  load: saved for use",
        "  use: loaded, as load saved it",
        "  use: first used in cell 5, line 1, column 35",
    ]
    assert call("explain", notebook, "r").code == 2


@pytest.mark.parametrize("edge", ["load->use", "load → use", "load => use"])
def test_one_edge(call: CallKale, notebook: Path, edge: str) -> None:
    done = call("explain", notebook, edge)
    assert done.out.startswith("load → use\n")
    assert "use → end" not in done.out


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("lod", "did you mean 'load'?"),
        ("load->end", "did you mean 'load->use'?"),
        ("zzzzzz", "is no step and no variable"),
    ],
)
def test_what_is_not_there(call: CallKale, notebook: Path, what: str, words: str) -> None:
    done = call("explain", notebook, what)
    assert done.code == 2
    assert words in done.err


def test_json_is_what_python_gives(call: CallKale, notebook: Path) -> None:
    done = call("explain", notebook, "--format", "json")
    explanation = Explanation.model_validate_json(done.out)
    assert explanation == kale.explain_notebook(notebook)
    pipeline = kale.load_notebook(notebook)
    assert Pipeline.model_validate_json(pipeline.model_dump_json()).explain() == explanation
    assert explanation.edge("use", "end").crossings[0].kind.value == "order"
    assert explanation.step("use").parameters == ("scale",)
    assert [event.kind.value for event in explanation.variable("scale").events] == ["parameter", "used"]
    for missing in (
        lambda: explanation.edge("a", "b"),
        lambda: explanation.step("a"),
        lambda: explanation.variable("q"),
    ):
        with pytest.raises(KeyError):
            missing()


def test_only_one_part_as_json(call: CallKale, notebook: Path) -> None:
    document = json.loads(call("explain", notebook, "radii", "-f", "json").out)
    assert (document["edges"], document["steps"]) == ([], [])
    assert [variable["name"] for variable in document["variables"]] == ["radii"]


def test_a_notebook_with_errors(call: CallKale, write_notebook: WriteNotebook) -> None:
    done = call("explain", write_notebook(("step:a", "print(x)")))
    assert done.code == 2
    assert "K104" in done.err


def test_rule_pages(call: CallKale) -> None:
    done = call("rule", "k104")
    assert done.out.startswith("# K104 undefined-name\n\n*Error.* A cell reads a name")
    assert call("rule", "undefined-name").out == done.out
    assert "A pipeline function calls no step." in call("rule", "K414").out
    missing = call("rule", "undefined-nam")
    assert missing.code == 2
    assert "did you mean 'undefined-name'?" in missing.err


def test_every_rule_can_be_looked_up(call: CallKale) -> None:
    for line in call("rule").out.splitlines():
        code, severity, slug = line.split()
        page = call("rule", code).out
        assert page.startswith(f"# {code} {slug}\n\n*{severity.capitalize()}.* ")
        assert len(page.splitlines()[2]) > len("*Warning.* ")
