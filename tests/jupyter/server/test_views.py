"""What the user interface draws of notebooks, whatever state they are in."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from tests.jupyter.server.notebooks import code, document, tagged, text

from kale import check_notebook, load_notebook
from kale.jupyter.server.answers import as_json
from kale.jupyter.server.documents import Need, View
from kale.jupyter.server.viewing import view

EXAMPLES = sorted(Path("examples").glob("*.ipynb"))


def shown(notebook: dict[str, Any]) -> View:
    found = view(notebook, "folder/work.ipynb")
    assert json.loads(as_json(found))["protocol"] == 1
    return found


BARE: list[tuple[str, dict[str, Any]]] = [
    ("nothing at all", document()),
    ("no annotation", document(text(), code("x = (", "mine"), code("print(undefined)"))),
    ("tags of other tools", tagged("parameters", "skip", "hide-input", "import", "a:b")),
    ("an empty section", document(code("x = 1"), kale={})),
    ("an old editor's section, which nobody asked for", document(code("x = 1"), kubeflow_notebook={"katib_run": True})),
]


@pytest.mark.parametrize("notebook", [case[1] for case in BARE], ids=[case[0] for case in BARE])
def test_a_notebook_without_annotations_is_no_pipeline(notebook: dict[str, Any]) -> None:
    found = shown(notebook)
    assert (found.steps, found.problems, found.parameters, found.mermaid) == ((), (), (), "")
    assert [cell.id for cell in found.cells] == [f"c{number}" for number in range(1, len(notebook["cells"]) + 1)]
    assert all(cell.role is None and not cell.label for cell in found.cells)
    assert found.roles
    assert found.options
    assert found.settings.defaults["name"] == "work"


ANNOTATED: list[tuple[str, dict[str, Any]]] = [
    ("a step", tagged("step:x")),
    ("a step in old words", tagged("block:x")),
    ("a role", tagged("imports", "")),
    ("metadata of a cell", document(code("x = 1", "", {"role": "imports"}), code())),
    ("metadata of the notebook", document(code(), kale={"pipeline_name": "x"})),
    ("a slip", tagged("stpe:x")),
    ("an option alone", tagged("limit:cpu:1")),
    ("a tag on text", document(text("words", "step:x"), code())),
]


@pytest.mark.parametrize("notebook", [case[1] for case in ANNOTATED], ids=[case[0] for case in ANNOTATED])
def test_a_notebook_with_an_annotation_is_a_pipeline(notebook: dict[str, Any]) -> None:
    assert any(cell.role for cell in shown(notebook).cells)


def test_cells_and_steps() -> None:
    found = shown(
        document(
            text(),
            code("import math"),
            code("rate: float = 0.1", "parameters"),
            code("def f(x): return x", "functions"),
            code("a = 1", "step:load limit:cpu:2"),
            text(),
            code("b = f(a)"),
            code("c = 3", "skip"),
            code("d = a + b + rate", "step:train prev:load", {"retry": 2}),
            code("e = 1", "step:load"),
            code("print(d)", "pipeline-metrics"),
        )
    )
    facts = [(c.role, c.step, c.inherited, c.first, c.label, c.colour) for c in found.cells]
    assert facts == [
        (None, None, False, False, "", None),
        ("imports", None, True, True, "imports", None),
        ("parameters", None, False, True, "parameters", None),
        ("functions", None, False, True, "functions", None),
        ("step", "load", False, True, "load", 0),
        (None, None, False, False, "", None),
        ("step", "load", True, False, "load", 0),
        ("skip", None, False, True, "skip", None),
        ("step", "train", False, True, "train ← load", 1),
        ("step", "load", False, True, "load", 0),
        ("metrics", None, False, True, "metrics", None),
    ]
    load, train = found.steps[:2]
    assert (load.cells, load.options, load.needs) == (("c5", "c7", "c10"), {"cpu": "2"}, ())
    assert (train.needs, train.after, train.options) == (
        (Need(step="load", variables=("a", "b")),),
        ("load",),
        {"retry": 2},
    )
    assert (found.cells[8].after, found.cells[8].options) == (("load",), {"retry": 2})
    assert [(p.name, p.type, p.default, p.cell) for p in found.parameters] == [("rate", "float", 0.1, "c3")]
    assert found.nodes == {"s1": "c5", "s2": "c9", "s3": "c11"}
    assert "s1 -->|" in found.mermaid
    assert not found.problems


def test_metrics_that_no_step_reports_have_a_step_of_their_own() -> None:
    found = shown(document(code("a = 1", "step:x"), code("b = 2", "step:y"), code("print(a, b)", "pipeline-metrics")))
    assert [(step.name, step.cells) for step in found.steps][2:] == [("pipeline-metrics", ("c3",))]
    assert found.nodes["s3"] == "c3"


def test_a_parameter_with_choices_and_bounds() -> None:
    source = (
        "from typing import Annotated, Literal, Optional\n"
        "mode: Literal['a', 'b'] = 'a'\nshare: Annotated[float, 'ge=0', 'le=1'] = 0.5\nlimit: Optional[int] = None"
    )
    found = {
        each.name: each
        for each in shown(document(code(source, "parameters"), code("print(mode, share, limit)", "step:x"))).parameters
    }
    assert found["mode"].choices == ("a", "b")
    assert (found["limit"].optional, found["limit"].default, found["limit"].text) == (True, None, "")
    assert (found["mode"].text, found["share"].text) == ("a", "0.5")


@pytest.mark.parametrize(
    ("source", "text"),
    [("1.0", "1.0"), ("{'a': 1.0, 'é': [None, 2]}", '{"a": 1.0, "é": [null, 2]}'), ("'1\\n2'", "1\n2")],
)
def test_defaults_as_text_are_exact(source: str, text: str) -> None:
    [found] = shown(document(code(f"x = {source}", "parameters"), code("print(x)", "step:a"))).parameters
    assert found.text == text


BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("no Python", document(code("a = 1", "step:x"), code("b = (", "step:y"), code("c = a", "step:z")), "syntax-error"),
    ("a cycle", document(code("a = 1", "step:x prev:y"), code("b = a", "step:y")), "cycle-of-steps"),
    ("tags that are none", document(code("a = 1", ["step:x", 3])), "malformed-tags"),
    ("metadata that is none", document(code("a = 1", "step:x", [])), "invalid-cell-metadata"),
    ("a section that is none", document(code("a = 1", "step:x"), kale=3), "invalid-notebook-metadata"),
    ("two roles", tagged("step:x imports"), "conflicting-roles"),
    ("an option that is none", tagged("step:x limit:cpu:many"), "invalid-option"),
    ("only text", document(text("words", "step:x")), "no-code"),
]


@pytest.mark.parametrize(("notebook", "slug"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_what_is_wrong_is_said_in_words(notebook: dict[str, Any], slug: str) -> None:
    found = shown(notebook)
    assert slug in [problem.slug for problem in found.problems]
    assert len(found.cells) == len(notebook["cells"])
    assert all(problem.cell == f"c{problem.cell_number}" for problem in found.problems if problem.cell_number)


def test_a_cell_that_is_no_python_leaves_the_rest_as_it_is() -> None:
    found = shown(BROKEN[0][1])
    assert [step.name for step in found.steps] == ["x", "y", "z"]
    assert found.steps[2].needs == (Need(step="x", variables=("a",)),)
    assert "s3" in found.mermaid


@pytest.mark.parametrize(
    ("notebook", "reason"),
    [
        (document(code("x"), kernelspec={"language": "julia"}), "julia"),
        (document(code("x"), language_info={"name": "R"}), "R"),
        ({}, "nbformat"),
        ({"nbformat": 4, "cells": 3}, "'cells'"),
        ({"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": 3}]}, "cell 1"),
        ({"nbformat": 99, "cells": []}, "99"),
    ],
)
def test_a_notebook_that_cannot_be_read(notebook: dict[str, Any], reason: str) -> None:
    found = shown(notebook)
    assert found.kernel_problem is not None
    assert reason in found.kernel_problem
    assert not found.cells


def test_cells_without_ids_of_their_own_are_known_by_position() -> None:
    notebook = tagged("step:x", "", "")
    notebook["cells"][1]["id"] = "c1"
    del notebook["cells"][2]["id"]
    assert [cell.id for cell in shown(notebook).cells] == ["cell-1", "cell-2", "cell-3"]


def test_odd_text_gets_through() -> None:
    notebook = document(
        code("x = '\ud800 \x00 </script>'\ny = float('nan')", "step:\U0001f600"), code("z = 1e999", "parameters")
    )
    assert shown(notebook).steps[0].name == "\U0001f600"


def test_numbers_that_json_does_not_have() -> None:
    found = shown(document(code("x = 1.0", "parameters"), code("print(x)", "step:a")))
    odd = found.parameters[0].model_copy(
        update={"default": [float("nan"), {"a": float("inf")}], "minimum": -float("inf")}
    )
    answer = json.loads(as_json(found.model_copy(update={"parameters": (odd,)})))
    assert answer["parameters"][0]["default"] == [None, {"a": None}]
    assert answer["parameters"][0]["minimum"] is None


def test_problems_are_those_of_the_command_line(tmp_path: Path) -> None:
    notebook = document(
        code("import os\nx = 1", "step:x"), code("y = x + z  # kale: ignore", "step:y stpe:z"), code("print(y)")
    )
    file = tmp_path / "work.ipynb"
    file.write_text(json.dumps(notebook))
    found = view(notebook, "work.ipynb", file)
    expected = check_notebook(file)
    assert [(p.code, p.message, p.cell_number, p.line) for p in found.problems] == [
        (d.code, d.message, d.span.cell if d.span else None, d.span.line if d.span else 1) for d in expected
    ]
    assert expected


@pytest.mark.parametrize("example", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_examples(example: Path) -> None:
    found = view(json.loads(example.read_text()), str(example), example.resolve())
    assert not [problem for problem in found.problems if problem.severity == "error"]
    assert len(found.nodes) == len(found.steps)


def test_a_huge_notebook_is_answered() -> None:
    cells = [code(f"x{number} = {number}\nprint(x{number})", "step:s" if not number else "") for number in range(1500)]
    began = time.perf_counter()
    found = shown(document(*cells))
    assert len(found.steps[0].cells) == 1500
    assert time.perf_counter() - began < 30


def test_a_notebook_of_one_unnamed_step_is_called_like_its_file() -> None:
    found = shown(tagged("imports", "", ""))
    assert [(step.name, step.cells) for step in found.steps] == [("work", ("c2", "c3"))]


def test_the_graph_is_that_of_the_command_line() -> None:
    notebook = document(code("a = 1", "step:x"), code("b = a", "step:y"))
    assert shown(notebook).mermaid == load_notebook(notebook).graph("mermaid")
