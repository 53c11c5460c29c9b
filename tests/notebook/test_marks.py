"""``%%step`` and its kin inside a saved notebook mean what tags mean."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kale.notebook import annotate, read_notebook
from kale.notebook.ipython.knowledge import ANNOTATING_CELLS
from kale.notebook.mark_options import SWITCHES, option_words, parse_mark
from kale.notebook.marks import ROLE_TAGS, STEP, MarkLine, mark_line, without_mark
from kale.notebook.option_tags import OPTION_PREFIXES
from kale.pipeline import Role


def codes(notebook: Any) -> list[str]:
    return [f"{d.code}@{d.span.cell}:{d.span.line}:{d.span.column}" for d in notebook.diagnostics]


def words_of(notebook: Any) -> str:
    return "\n".join(f"{d.message} | {d.help}" for d in notebook.diagnostics)


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("%%step train", "step:train"),
        ("%%step 'train the model'", "step:train the model"),
        ("%%step train --after load clean", "step:train|prev:load|prev:clean"),
        ("%%step train --image python:3.12", "step:train|image:python:3.12"),
        ("%%step train --image=python:3.12", "step:train|image:python:3.12"),
        ("%%step train --cpu 2 --memory 4Gi", "step:train|limit:cpu:2|limit:memory:4Gi"),
        ("%%step train --gpu 1", "step:train|limit:nvidia.com/gpu:1"),
        ("%%step train --gpu-type amd.com/gpu --gpu 2", "step:train|limit:amd.com/gpu:2"),
        ("%%step train --retry 3 --retry-factor 1.5", "step:train|retry:3|retry-factor:1.5"),
        ("%%step train --no-cache --report", "step:train|cache:disabled|report:enabled"),
        ("%%step train --env A=1 B=2 --env 'C=a b'", "step:train|env:A=1|env:B=2|env:C=a b"),
        ("%%step train --env=FLAGS=--fast", "step:train|env:FLAGS=--fast"),
        ("%%step train --request memory:1Gi", "step:train|request:memory:1Gi"),
        ("%%step train --volume data:/data", "step:train|volume:data:/data"),
        ("%%step train --package pyarrow>=15", "step:train|package:pyarrow>=15"),
        ("%%imports", "imports"),
        ("%%functions", "functions"),
        ("%%parameters", "pipeline-parameters"),
        ("%%metrics", "pipeline-metrics"),
        ("%%skip", "skip"),
        ("%%step imports", "step:imports"),
    ],
)
def test_a_line_means_what_tags_mean(annotated: Any, line: str, tags: str) -> None:
    others = [("step:load", "a = 1"), ("step:clean", "b = 1")]
    marked = annotated(*others, ("", f"{line}\nx = 1"))
    tagged = annotated(*others, (tags.split("|"), "\nx = 1"))
    assert codes(marked) == codes(tagged) == []
    assert marked.cells == tagged.cells
    assert marked.steps == tagged.steps


def test_every_option_of_tags_has_a_word() -> None:
    words = set(option_words())
    assert {f"--{prefix}" for prefix in OPTION_PREFIXES} <= words
    assert {f"--no-{name}" for name in SWITCHES} <= words
    assert {STEP, *ROLE_TAGS} == ANNOTATING_CELLS


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ("%%step a\nx = 1", "\nx = 1"),
        ("\n\n%%step a\nx = 1", "\n\n\nx = 1"),
        ("  %%step a\n  x = 1", "\n  x = 1"),
        ("%%skip", ""),
        ("%%step a\n%%time\nx = 1", "\n%%time\nx = 1"),
        ("# first\n%%step a", "# first\n%%step a"),
        ("%%steps a\nx", "%%steps a\nx"),
        ("%%step?", "%%step?"),
        ("text = '''\n%%step a\n'''", "text = '''\n%%step a\n'''"),
    ],
)
def test_the_line_is_taken_off(source: str, rest: str) -> None:
    assert without_mark(source) == rest


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("%%step a --imag x", "K033@2:1:10", "no option '--imag'; did you mean '--image'?"),
        ("\n  %%step a --imag x", "K033@2:2:12", "write %%step NAME [--after STEP ...]"),
        ("%%step", "K033@2:1:1", "needs the name of a step"),
        ("%%step --image python:3.12", "K033@2:1:1", "needs the name of a step"),
        ("%%step train the model", "K033@2:1:1", "takes one name, not 'train the model'; with spaces, put it in"),
        ("%%step a --image", "K033@2:1:10", "'--image' needs a value"),
        ("%%step a --env=", "K007@2:1:10", "does not have the form --env <NAME>=<value>"),
        ("%%step a --retry many", "K007@2:1:10", "'--retry many' does not have the form --retry <times>"),
        ("%%step a --retry 1000", "K007@2:1:10", "'--retry 1000' is not valid: it should be less than"),
        ("%%step a --limit cpu", "K007@2:1:10", "does not have the form --limit <resource>:<quantity>"),
        ("%%step a --cpu lots", "K007@2:1:10", "'lots' is not a quantity such as 500m"),
        ("%%step a --gpu one", "K007@2:1:10", "does not have the form --gpu <number>"),
        ("%%step a --gpu-type amd.com/gpu", "K007@2:1:10", "but not how many; add '--gpu 1'"),
        ("%%step a --no-cache yes", "K033@2:1:10", "'--no-cache' takes no value; its opposite is '--cache'"),
        ("%%step 'a", "K033@2:1:1", "cannot be read: no closing quotation"),
        ("%%step a --packages all", "K007@2:1:10", "--packages missing, --packages exact or --packages none"),
        ("%%imports numpy", "K033@2:1:11", "'%%imports' takes nothing behind it, not 'numpy' | write %%imports"),
        ("%%step a --after b", "K005@2:1:1", "'--after b' names a step that does not exist"),
        ("%%step a --after a", "K015@2:1:1", "'--after a' makes step 'a' come after itself | remove it"),
        ("%%time\n%%step a\nx = 1", "K032@2:2:1", "'%%step' does not stand on the first line of its cell"),
        ("x = 1\n%%skip\nx = 1", "K032@2:2:1", "'%%skip' does not stand on the first line of its cell"),
        ("x = 1\n%step a", "K032@2:2:1", "'%%step' does not stand on the first line of its cell"),
    ],
)
def test_what_is_wrong_with_a_line(annotated: Any, source: str, place: str, words: str) -> None:
    notebook = annotated(("step:first", "y = 1"), ("", source))
    assert codes(notebook) == [place]
    assert words in words_of(notebook)


@pytest.mark.parametrize(
    ("tags", "source", "found"),
    [
        ("step:b", "%%step a\n1", ["K003@1:1:1"]),
        ("imports", "%%step a\n1", ["K003@1:1:1"]),
        ("skip", "%%step a\n1", ["K003@1:1:1"]),
        ("step:a", "%%skip\n1", ["K003@1:1:1"]),
        ("prev:c", "%%imports\n1", ["K006@1:1:1"]),
        ("image:python:3.12", "%%step a --image python:3.11\n1", ["K008@1:1:1"]),
        ("step:a", "%%step a\n1", []),
        ("skip", "%%skip\n1", []),
        ("image:python:3.12", "%%step a --image python:3.12\n1", []),
        ("limit:cpu:2", "%%step a --memory 1Gi\n1", []),
        ("papermill", "%%step a\n1", []),
    ],
)
def test_tags_and_line_on_one_cell(annotated: Any, tags: str, source: str, found: list[str]) -> None:
    assert codes(annotated((tags, source), ("step:c", "2"))) == found


def test_lines_below_keep_their_numbers(annotated: Any) -> None:
    notebook = annotated(("", "\n%%step a\n\n%unknown_thing\nx ="))
    assert codes(notebook) == ["K030@1:4:1"]
    assert notebook.cells[0].source.split("\n")[4] == "x ="


def test_another_magic_may_stand_below(annotated: Any) -> None:
    notebook = annotated(("", "%%step a --cpu 1\n%%time\nx = 1"))
    assert codes(notebook) == []
    assert notebook.cells[0].source == "\n\nx = 1"


def test_cells_below_belong_to_the_step(annotated: Any) -> None:
    notebook = annotated(("", "%%imports\nimport os"), ("", "import sys"), ("", "%%step a\n1"), ("", "2"))
    assert [(cell.role, cell.step) for cell in notebook.cells] == [
        (Role.IMPORTS, None),
        (Role.IMPORTS, None),
        (Role.STEP, "a"),
        (Role.STEP, "a"),
    ]


def test_lines_for_jupyter_alone_do_nothing(annotated: Any) -> None:
    notebook = annotated(("", "%load_ext kale"), ("", "%%step a\nx = 1"), ("", "%kale compile --name b\n%kale graph"))
    assert codes(notebook) == []
    assert [cell.source.strip() for cell in notebook.cells] == ["", "x = 1", ""]


def test_a_comment_silences_below_the_line() -> None:
    from kale.rules.suppression import Suppressions

    cell = {"cell_type": "code", "metadata": {}, "source": "%%step a\nx = 'a # b'  # kale: ignore\n", "outputs": []}
    notebook = read_notebook({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]})
    assert [comment.span.line for comment in Suppressions(notebook).comments] == [2]
    assert not annotate(notebook).diagnostics


@given(st.text(max_size=60))
def test_any_line_gives_tags_or_problems(arguments: str) -> None:
    mark = parse_mark(MarkLine("step", arguments, f"%%step {arguments}"))
    assert mark.tags or mark.problems
    assert all(problem.column >= 1 and problem.end_column >= problem.column for problem in mark.problems)


@given(st.text(alphabet=st.sampled_from("%step a\n'\"\\ #"), max_size=40))
def test_taking_the_line_off_keeps_the_number_of_lines(source: str) -> None:
    assert without_mark(source).count("\n") == source.count("\n")
    assert mark_line(without_mark(source)) is None or mark_line(source) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "# %%\n# %%step load --cpu 2\nx = 1\n\n# %%\n# %%skip\ny = 2\n"),
        ("a.md", "```python\n%%step load --cpu 2\nx = 1\n```\n\n```python\n%%skip\ny = 2\n```\n"),
    ],
)
def test_lines_in_notebooks_that_are_text(write_file: Any, name: str, text: str) -> None:
    notebook = annotate(read_notebook(write_file(text, name)))
    assert codes(notebook) == []
    assert [(step.name, step.options.limits) for step in notebook.steps] == [("load", {"cpu": "2"})]
    assert [cell.source for cell in notebook.cells] == ["\nx = 1"]
