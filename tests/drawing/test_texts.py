"""Text, Mermaid and JSON drawings, and the words that they share."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from kale.drawing import GraphDocument, GraphFormat, draw, draw_mermaid, draw_text, graph_document
from kale.drawing.wording import cells_text, listed, parameter_text, shortened
from kale.pipeline import Parameter, ParameterType, ParameterValue, Pipeline

MakePipeline = Callable[..., Pipeline]
ARROWS = [("load", "fit", "X y"), ("load", "check", ""), ("fit", "report", "model"), ("check", "report", "problems")]


def test_text_lists_steps_with_their_arrows(make_pipeline: MakePipeline) -> None:
    assert draw_text(make_pipeline(ARROWS, parameters=["rows"], metrics=["report"])) == (
        "A drawing: 4 steps from drawing.ipynb\n"
        "  parameter rows: int = 3\n"
        "\n"
        "load  (cell 2; takes rows)\n"
        "  ├─▶ fit: X, y\n"
        "  └╌▶ check\n"
        "\n"
        "fit  (cell 3)\n"
        "  └─▶ report: model\n"
        "\n"
        "check  (cell 4)\n"
        "  └─▶ report: problems\n"
        "\n"
        "report  (cell 5; metrics)\n"
    )


def test_text_keeps_control_characters_from_the_terminal(make_pipeline: MakePipeline) -> None:
    drawn = draw_text(make_pipeline([("a\x1b[31m", "b\nc", "x")], display_name="n\ram\te"))
    assert not set(drawn) & set("\x1b\r\t")
    assert "b c" in drawn


def test_mermaid_draws_steps_and_flows(make_pipeline: MakePipeline) -> None:
    assert draw_mermaid(make_pipeline(ARROWS)) == (
        "flowchart TD\n"
        '    s1["load"]\n'
        '    s2["fit"]\n'
        '    s3["check"]\n'
        '    s4["report"]\n'
        '    s1 -->|"X, y"| s2\n'
        "    s1 -.-> s3\n"
        '    s2 -->|"model"| s4\n'
        '    s3 -->|"problems"| s4\n'
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("train-tree_2", "train-tree_2"),
        ('say "hi"', "say #34;hi#34;"),
        ("a]-->b", "a#93;#45;#45;#62;b"),
        ("#35;", "#35;35#59;"),
        ("<b>bold</b>", "#60;b#62;bold#60;#47;b#62;"),
        ("`code`", "#96;code#96;"),
        ("__init__", "#95;#95;init#95;#95;"),
        ("1. first", "1#46; first"),
        ("- item", "#45; item"),
        ("*strong*", "#42;strong#42;"),
        ("two\nlines", "two lines"),
        ("手順 é", "手順 é"),
        ("end", "end"),
        ("in direction LR", "in direction#32;LR"),
    ],
)
def test_mermaid_never_reads_user_text(make_pipeline: MakePipeline, name: str, written: str) -> None:
    assert f'    s1["{written}"]\n' in draw_mermaid(make_pipeline([(name, "next", "x")]))


def test_json_is_the_document(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline(ARROWS, parameters=["rows"], metrics=["report"], image="python:3.12")
    document = GraphDocument.model_validate_json(draw(pipeline, GraphFormat.JSON))
    assert document == graph_document(pipeline)
    raw = json.loads(draw(pipeline, GraphFormat.JSON))
    assert list(raw) == ["version", "name", "display_name", "source", "image", "parameters", "steps", "edges"]
    assert raw["steps"][0] == {
        "name": "load",
        "cells": [2],
        "parameters": ["rows"],
        "metrics": False,
        "image": "python:3.12",
    }
    assert raw["edges"][0] == {"source": "load", "target": "fit", "variables": ["X", "y"], "kinds": ["value"]}
    assert raw["edges"][1]["kinds"] == ["order"]


@pytest.mark.parametrize("form", [form for form in GraphFormat if form is not GraphFormat.PNG])
def test_every_form_ends_in_one_newline(make_pipeline: MakePipeline, form: GraphFormat) -> None:
    drawn = draw(make_pipeline(ARROWS), form)
    assert drawn.endswith(b"\n")
    assert not drawn.endswith(b"\n\n")


@pytest.mark.parametrize(
    ("cells", "words"),
    [((), ""), ((4,), "cell 4"), ((4, 5), "cells 4-5"), ((2, 4, 5, 6, 9), "cells 2, 4-6, 9")],
)
def test_cells_are_named_in_runs(cells: tuple[int, ...], words: str) -> None:
    assert cells_text(cells) == words


@pytest.mark.parametrize(
    ("names", "longest", "words"),
    [
        ([], 10, ""),
        (["x"], 10, "x"),
        (["alpha", "beta", "gamma"], 11, "alpha, beta +1"),
        (["a_name_too_long_for_the_line", "b"], 10, "a_name_to… +1"),
        (["two\nlines"], 20, "two lines"),
    ],
)
def test_lists_stop_where_the_room_ends(names: list[str], longest: int, words: str) -> None:
    assert listed(names, longest) == words


@pytest.mark.parametrize(
    ("kind", "default", "words"),
    [
        (ParameterType.INT, 3, "p: int = 3"),
        (ParameterType.STR, "a\nb", "p: str = 'a\\nb'"),
        (ParameterType.BOOL, True, "p: bool = True"),
        (ParameterType.LIST, list(range(40)), "p: list = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,…"),
    ],
)
def test_parameters_read_like_a_signature(kind: ParameterType, default: ParameterValue, words: str) -> None:
    assert parameter_text(Parameter(name="p", type=kind, default=default)) == words


def test_shortening_never_grows() -> None:
    assert [shortened("abcdef", n) for n in (6, 5, 2)] == ["abcdef", "abcd…", "a…"]


def test_drawing_loads_nothing_heavy() -> None:
    program = (
        "import sys, kale.drawing; print(sorted({'kfp', 'libcst', 'nbformat', 'rich', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
