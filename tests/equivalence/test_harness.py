"""The harness: it reads what cases say, and it does not call a wrong pipeline right."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from tests.equivalence.case import Case, CaseError, Expectation, read_case, read_expectation, read_sample
from tests.equivalence.conversion import Conversion
from tests.equivalence.observations import Observation, differences
from tests.equivalence.time_limit import OutOfTimeError, time_limit
from tests.equivalence.truth import Truth, code_cells
from tests.equivalence.verdict import problems

from kale.diagnostics import Diagnostic, Rule, Span

TEXT = """\
# expect: error K301 compile cell=2 culprit=rows,row
# note: a note: with a colon
# python: 3.12
# metadata: {"kale": {"x": 1}}
# %% imports hide
import math

# %% [markdown]
# Title
# %% "step:clean up" prev:load 'metadata={"kale": {"image": "a"}}'

x = 1
# %%
# %%time is not a cell mark
# %% [file] lib/utils.py
Y = 2
"""


def _seen(name: str = "x", digest: str = "1", pid: int = 1, kind: str = "int") -> Observation:
    return Observation(name, kind, digest, digest, pid)


def _write(folder: Path, text: str) -> Path:
    path = folder / "heading" / "case.txt"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_is_read(tmp_path: Path) -> None:
    case = read_case(_write(tmp_path, TEXT))
    assert case.name == "heading/case"
    assert case.expectation == Expectation("error", "compile", "K301", 3, ("rows", "row"))
    assert (case.note, case.python, case.files) == ("a note: with a colon", (3, 12), {"lib/utils.py": "Y = 2\n"})
    assert [cell["cell_type"] for cell in case.notebook["cells"]] == ["code", "code", "markdown", "code", "code"]
    assert case.notebook["cells"][1]["metadata"] == {"tags": ["imports", "hide"]}
    assert case.notebook["cells"][3]["metadata"] == {"tags": ["step:clean up", "prev:load"], "kale": {"image": "a"}}
    assert case.notebook["cells"][3]["source"] == "x = 1"
    assert list(code_cells(case.notebook))[2:] == [("clean up", "x = 1"), ("clean up", "# %%time is not a cell mark")]


@pytest.mark.parametrize(
    "text",
    ["# note: n\n# %%\n", "# expect: equal\n# %%\n", "# expect: equal\n# note: n\n# odd: 1\n", "x = 1\n# %%\n"],
)
def test_a_malformed_case_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CaseError):
        read_case(_write(tmp_path, text))


@pytest.mark.parametrize("text", ["same", "error", "error culprit=x K1", "either", "equal soon"])
def test_a_malformed_expectation_is_refused(text: str) -> None:
    with pytest.raises(CaseError):
        read_expectation(text)


def test_a_sample_is_read(tmp_path: Path) -> None:
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    facts = {"category": "c", "expected": "either", "note": "n", "culprit": ["x"]}
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "s.ipynb").write_text(json.dumps(notebook))
    (tmp_path / "c" / "s.json").write_text(json.dumps(facts))
    sample = read_sample(tmp_path / "c" / "s.ipynb", tmp_path)
    assert (sample.name, sample.notebook, sample.recorder) == ("c/s", notebook, tmp_path)
    assert sample.expectation == Expectation("either", culprits=("x",))


def test_every_case_is_a_valid_notebook(case: Case) -> None:
    nbformat.validate(nbformat.from_dict(case.notebook))  # type: ignore[no-untyped-call] # nbformat has no types here


@pytest.mark.parametrize(
    "found",
    [
        [],
        [[_seen(digest="2")]],
        [[_seen(kind="bool")]],
        [[_seen(name="y")]],
        [[_seen(), _seen()]],
        [[_seen()], [_seen(pid=2)]],
    ],
    ids=["nothing", "value", "type", "name", "twice", "two processes"],
)
def test_a_difference_is_seen(found: list[list[Observation]]) -> None:
    assert differences([[_seen()]], found)


def test_the_order_within_a_step_counts() -> None:
    one, two = _seen("x"), _seen("y")
    assert differences([[one, two]], [[two, one]])
    assert not differences([[one, two]], [[one, two]])


def test_steps_may_run_in_any_order_but_not_in_one_process() -> None:
    one, two = _seen("x"), _seen("y")
    assert not differences([[one], [two]], [[two], [one]])
    assert differences([[one], [two]], [[one, two]])


def test_an_endless_loop_ends() -> None:
    with pytest.raises(OutOfTimeError, match="the loop"), time_limit(0.05, "the loop"):
        time.sleep(5)


def _diagnostic(code: str = "K301", cell: int = 3) -> Diagnostic:
    return Rule(code, "slug").at(Span(cell=cell), "rows cannot cross")


ERROR = Expectation("error", "compile", "K301", 3, ("rows",))
REFUSED = Conversion((), "compile", "rows cannot cross", (_diagnostic(),))


@pytest.mark.parametrize(
    ("expectation", "conversion", "right"),
    [
        (Expectation("equal"), Conversion(((_seen(),),)), True),
        (Expectation("equal"), Conversion(((_seen(digest="2"),),)), False),
        (Expectation("equal"), REFUSED, False),
        (ERROR, REFUSED, True),
        (ERROR, Conversion(((_seen(),),)), False),
        (ERROR, replace(REFUSED, phase="run"), False),
        (ERROR, replace(REFUSED, message="the brows cannot cross"), False),
        (ERROR, replace(REFUSED, diagnostics=(_diagnostic("K302"),)), False),
        (ERROR, replace(REFUSED, diagnostics=(_diagnostic(cell=4),)), False),
        (ERROR, replace(REFUSED, diagnostics=()), False),
        (Expectation("either", culprits=("rows",)), Conversion(((_seen(),),)), True),
        (Expectation("either", culprits=("rows",)), Conversion(((_seen(digest="2"),),)), False),
        (Expectation("either", culprits=("rows",)), REFUSED, True),
        (Expectation("either", culprits=("rows",)), Conversion((), "run", "NameError: rows is not defined"), False),
    ],
)
def test_the_verdict(expectation: Expectation, conversion: Conversion, right: bool) -> None:
    case = Case("c/n", expectation, {}, "note", Path())
    assert (not problems(case, Truth(((_seen(),),), None), conversion)) is right
