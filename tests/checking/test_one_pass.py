"""All problems of a notebook come out at once, and each of them once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kale
import kale.errors
from kale.checking import Checker
from kale.checking.formats import Format, render
from kale.rules.examples import Example

EVERYTHING = """
# %% imports
import nobody_knows_this_2031
# %% pipeline-parameters
count = 10**17
count = 3
# %% step:load limit:cpus:2
x = (
# %% step:use package:packaging==20 package:packaging==23
print(missing)
# %% step:last retry:often
%nonsense
"""


def codes(text: str) -> list[str]:
    return [found.code for found in kale.check_notebook(Example(text).notebook())]


def test_no_problem_hides_another() -> None:
    assert codes(EVERYTHING) == ["K203", "K310", "K120", "K320", "K101", "K208", "K104", "K007", "K030"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# %% step:a\nx = 1\n# %% steps:b prev:a limit:cpu:1\nprint(x)\n# %% step:c prev:b\nprint(2)\n", ["K002"]),
        ("# %% step:a\nx = 1\n# %% step:b\ny = 2\n# %% step:c prev:a perv:b\nprint(x, y)\n", ["K002"]),
        ("# %% step:a\nx = 1\n# %% pipeline-metric\nprint(x)\n", ["K002"]),
        ("# %% step:a\n%%R\nx <- 1\n# %% step:b\nprint(1)\n", ["K031"]),
        ("# %% step:a\nprint(rows)\n# %% pipeline-parameters\nunused = 1\n", ["K104"]),
    ],
)
def test_one_slip_is_one_problem(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("statement", "advice"),
    [
        ("import missing_2031", "put missing_2031.py beside the notebook"),
        ("from missing_2031.parts import x", "put the folder missing_2031 that holds it beside the notebook"),
    ],
)
def test_a_module_of_ones_own_is_put_beside_the_notebook(statement: str, advice: str) -> None:
    (found,) = kale.check_notebook(Example(f"# %% step:a\n{statement}\n").notebook())
    assert found.help is not None
    assert found.help.endswith(advice)


def test_a_parameter_without_a_value_needs_a_type() -> None:
    (found,) = kale.check_notebook(
        Example("# %% pipeline-parameters\nday = None\n# %% step:a\nprint(day)\n").notebook()
    )
    assert found.help == "say what it is when it is not None, as in 'day: str | None = None'"


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_half_of_a_surrogate_pair_is_written_in_every_form(form: str, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {"tags": tags}, "source": "x = 1\nprint(x)"}
        for tags in (["step:\ud800"], ["stpe:\ud800b", "prev:c\ud800"])
    ]
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), encoding="utf-8")
    report = Checker(regions=True).check(str(path))
    assert {"K002", "K005"} <= {found.code for found in report.diagnostics}
    text = render(Format(form), [report])
    assert text.encode("utf-8")
    if form != "github":
        assert "\\ud800" in text
        json.loads(text)


@pytest.mark.parametrize(
    ("source", "column", "words"),
    [
        ("x = 1\ny = '\0'", 6, "a NUL character"),
        ("x = 1\ny = '\udc00'", 6, "half of a surrogate pair (U+DC00), which is no character"),
    ],
)
def test_what_is_no_character_is_told_with_its_place(source: str, column: int, words: str) -> None:
    cells = [{"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": source}]
    (found,) = kale.check_notebook({"cells": cells, "metadata": {}, "nbformat": 4})
    assert (found.code, found.message) == ("K101", f"the cell is not valid Python: it holds {words}")
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.end_column) == (2, column, column + 1)


def test_a_number_of_thousands_of_digits_is_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text(f'{{"cells": [], "metadata": {{"n": 1{"0" * 5000}}}, "nbformat": 4}}', encoding="utf-8")
    report = Checker().check(str(path))
    assert isinstance(report.error, kale.errors.NotebookError)
    assert "a number in it has thousands of digits" in str(report.error)
