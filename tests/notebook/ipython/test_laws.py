"""Laws that hold for every cell."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kale.notebook import annotate, read_notebook, translate

PIECES = st.sampled_from(
    [
        "%", "!", "?", "%%", "=", "\n", "\\\n", " ", "    ", "x", "f", "'", '"', '"""', "'''", "(", ")", "[", "]", "{",
        "}", "#", ":", ";", "/", ",", "$x", "{x}", "time ", "bash", "capture o", "pip install a", "cd ",
        "env A=", "timeit ", "writefile a", "0", "é", "\t", "-n1 ", "&",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=40).map(
    lambda text: text.replace("\r\n", "\n").replace("\r", "\n")
)
STATEMENTS = st.sampled_from(
    [
        "x = 1",
        "y = (x\n     % 2)",
        "s = '''\n%time\n!ls\n'''",
        "if x:\n    y = 2",
        "def f(a=1):\n    return f'{a!r:>{x}}'",
        "z = x \\\n    % 3",
        "# what?",
        "d = {'a': [1,\n2]}  # %no",
        "",
        'print("it\'s", x != 2, x == 1)',
        "w = lambda v: v if v else '?'",
    ]
)
MAGICS = st.sampled_from(
    ["%matplotlib inline", "!echo (' \"", "%time q = 1", "q = !ls", "q?", "%cd {x}", "%frobnicate"]
)


@given(TEXTS)
def test_every_cell_keeps_its_number_of_lines(source: str) -> None:
    assert translate(source).source.count("\n") == source.count("\n")


@given(TEXTS)
def test_problems_and_packages_stand_in_the_cell(source: str) -> None:
    translation = translate(source)
    last = source.count("\n") + 1
    assert all(1 <= problem.line <= last for problem in translation.problems)
    assert all(1 <= problem.column <= problem.end_column for problem in translation.problems)
    assert all(1 <= package.line <= last for package in translation.packages)


@given(st.lists(STATEMENTS).map("\n".join))
def test_plain_python_stays_as_it_is(source: str) -> None:
    assert translate(source).source == source


@given(st.lists(STATEMENTS, min_size=1), MAGICS, st.data())
def test_a_magic_changes_its_own_lines_only(statements: list[str], magic: str, data: Any) -> None:
    at = data.draw(st.integers(0, len(statements)))
    before, after = "\n".join(["", *statements[:at]]), "\n".join(statements[at:])
    lines = translate(f"{before}\n{magic}\n{after}").source.split("\n")
    count = before.count("\n") + 1
    assert "\n".join(lines[:count]) == before
    assert lines[count] != magic
    assert "\n".join(lines[count + 1 :]) == after


@given(TEXTS)
def test_translating_twice_gives_the_same(source: str) -> None:
    assert translate(source) == translate(source)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["pipeline_name", "docker_image", "volumes", "steps_defaults", "experiment", "timeout", "katib", "x"]
)
TAGS = st.sampled_from(
    ["step:a", "step:b", "prev:a", "imports", "skip", "limit:cpu:1", "limit:cpu:x", "parameters", "a:b"]
)


@given(
    st.lists(st.tuples(st.lists(TAGS | st.text(max_size=6), max_size=3) | JSON, JSON), max_size=4),
    st.dictionaries(KEYS, JSON, max_size=3) | JSON,
)
def test_whatever_a_notebook_says_is_annotated_or_reported(cells: Any, settings: Any) -> None:
    raw = [
        {"cell_type": "code", "metadata": {"tags": tags, "kale": structured}, "source": "x = 1"}
        for tags, structured in cells
    ]
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {"kale": settings}, "cells": raw}
    notebook = annotate(read_notebook(content))
    assert all(re.fullmatch(r"K0\d\d", diagnostic.code) for diagnostic in notebook.diagnostics)
    assert notebook.steps or notebook.errors


@pytest.mark.parametrize("depth", [10, 400])
def test_nested_brackets_and_strings(depth: int) -> None:
    source = "x = " + "[" * depth + "]" * depth + "\n%pwd"
    assert translate(source).source == source.removesuffix("%pwd")
