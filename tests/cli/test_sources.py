"""The commands take pipeline functions wherever they take notebooks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import CallKale

MODULE = """from kale.dsl import pipeline, step

@step
def double(n: int):
    print("double", n)
    return 2 * n

@pipeline
def main(n: int = 4):
    double(n)

@pipeline
def wrong(n: int = 4):
    if n:
        double(n)
"""


@pytest.fixture(autouse=True)
def module(tmp_path: Path) -> Iterator[None]:
    path = list(sys.path)
    (tmp_path / "doubled.py").write_text(MODULE)
    yield
    sys.path[:] = path
    for name in ("doubled", "_kale_doubled"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize("source", ["doubled.py:main", "doubled:main"])
def test_every_command_takes_a_pipeline_function(call: CallKale, tmp_path: Path, source: str) -> None:
    compiled = call("compile", source, "-p", "n=5")
    assert (compiled.code, compiled.out) == (0, "main.yaml: pipeline main, 1 step\n")
    assert "defaultValue: 5" in (tmp_path / "main.yaml").read_text()
    ran = call("run", source, "-p", "n=7")
    assert ran.code == 0
    assert "[double] double 7" in ran.out
    drawn = call("graph", source)
    assert drawn.out.startswith("main: 1 step from doubled.py\n")


def test_problems_have_their_lines(call: CallKale) -> None:
    found = call("compile", "doubled.py:wrong")
    assert found.code == 2
    assert found.err.startswith("doubled.py: line 14: error[K401 branch-on-placeholder]: this branches on it")
    assert (
        call("compile", "doubled.py:mian").err
        == "error: doubled.py: there is no pipeline 'mian'; did you mean 'main'?\n"
    )
    assert "'# %%'" in call("compile", "doubled.py").err


def test_the_module_is_never_the_target(call: CallKale, tmp_path: Path) -> None:
    found = call("compile", "doubled.py:main", "-o", "doubled.py")
    assert found.code == 2
    assert (tmp_path / "doubled.py").read_text() == MODULE


def test_a_file_with_a_colon_in_its_name_is_a_file(call: CallKale, tmp_path: Path) -> None:
    (tmp_path / "odd:name").write_text("{}")
    assert "odd:name: " in call("compile", "odd:name").err
