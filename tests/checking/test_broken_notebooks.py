"""Whatever is in a notebook file: an answer in words, in good time, and never silence where compiling fails."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.checking.mutations import base, mutants

import kale
from kale.checking import Checker, FileReport
from kale.checking.findings import exit_code
from kale.checking.formats import Format, render
from kale.checking.formats.text import report_lines
from kale.diagnostics import Severity
from kale.errors import KaleError

LONGEST = 2.0
MUTANTS = list(mutants(300))


def checked(path: Path, *, fix: bool = False, longest: float = LONGEST) -> FileReport:
    start = time.process_time()
    report = Checker(fix=fix, regions=True).check(str(path))
    assert time.process_time() - start < longest
    for form in (Format.JSON, Format.SARIF, Format.GITHUB):
        render(form, [report]).encode("utf-8", "backslashreplace")
    "\n".join(report_lines(report)).encode("utf-8", "backslashreplace")
    return report


@pytest.mark.parametrize("first", range(0, len(MUTANTS), 10))
def test_mutants(first: int, tmp_path: Path) -> None:
    for number, content in enumerate(MUTANTS[first : first + 10], start=first):
        path = tmp_path / f"m{number}.ipynb"
        path.write_bytes(content)
        report = checked(path)
        try:
            kale.compile_notebook(path)
        except KaleError:
            assert exit_code([report]) == 2 or any(d.severity is Severity.ERROR for d in report.diagnostics), number
        else:
            assert report.error is None
            assert not any(diagnostic.severity is Severity.ERROR for diagnostic in report.diagnostics), number


@pytest.mark.parametrize("first", range(0, len(MUTANTS), 25))
def test_fixing_mutants_is_idempotent(first: int, tmp_path: Path) -> None:
    for content in MUTANTS[first : first + 25]:
        path = tmp_path / "m.ipynb"
        path.write_bytes(content)
        once = checked(path, fix=True)
        fixed = path.read_bytes()
        twice = checked(path, fix=True)
        assert path.read_bytes() == fixed
        assert twice.fixed == 0
        assert twice.diagnostics == once.diagnostics
        if not once.fixed:
            assert fixed == content


def test_the_base_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "base.ipynb"
    path.write_text(json.dumps(base()), encoding="utf-8")
    assert [d.code for d in checked(path).diagnostics if d.severity is not Severity.NOTE] == []


def test_a_fixed_notebook_compiles(tmp_path: Path) -> None:
    notebook = base()
    notebook["cells"][3]["metadata"]["tags"] = ["stpe:load", "out:rows"]
    notebook["cells"][4]["metadata"]["tags"] = ["step:sort", "prev:laod", "prev:sort"]
    notebook["cells"][6]["metadata"]["tags"] = ["step:show", "prev:load", "step:"]
    notebook["cells"][6]["source"] += "  # kale: ignore[K501]"
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    report = checked(path, fix=True)
    assert report.fixed == 7
    assert report.diagnostics == ()
    assert len(kale.compile_notebook(path).pipeline.steps) == 3


GIANTS = {
    "many lines": ("x = 1\n" * 1_700_000,),
    "long list": (f"x = [{'1, ' * 3_000_000}]",),
    "long text": (f"x = '{'a' * 10_000_000}'",),
    "deep brackets": (f"x = {'(' * 5_000}1{')' * 5_000}",),
    "deep signs": (f"x = {'-' * 20_000}1",),
    "deep attributes": (f"x = {'a.' * 20_000}b",),
    "long sum": (f"x = {'1+' * 20_000}1",),
    "many blocks": ("".join(f"{' ' * depth}if 1:\n" for depth in range(99)) + " " * 99 + "x = 1",),
}


@pytest.mark.parametrize("name", GIANTS)
def test_giants(name: str, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": source}
        for source in (*GIANTS[name], "print(undefined)")
    ]
    path = tmp_path / "giant.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), encoding="utf-8")
    codes = [diagnostic.code for diagnostic in checked(path, longest=2 * LONGEST).diagnostics]
    assert codes
    assert set(codes) <= {"K101", "K103", "K104", "K115"}


@pytest.mark.parametrize(("count", "in_step", "codes"), [(5_000, 50, []), (2_000, 5, ["K302"])])
def test_thousands_of_cells(count: int, in_step: int, codes: list[str], tmp_path: Path) -> None:
    cells = [
        {
            "cell_type": "code",
            "metadata": {"tags": [f"step:s{n // in_step}"]},
            "source": f"x{n} = {f'x{n - 1} + 1' if n else n}\nprint(x{n})",
        }
        for n in range(count)
    ]
    path = tmp_path / "long.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), encoding="utf-8")
    start = time.process_time()
    assert [found.code for found in Checker().check(str(path)).diagnostics] == codes
    assert time.process_time() - start < 5 * LONGEST


CROWDS: dict[str, tuple[list[tuple[list[str], str]], str, int]] = {
    "tags": ([([*(f"prev:s{n}" for n in range(3_000)), "step:a"], "x = 1")], "K005", 3_000),
    "mistyped tags": ([([f"stpe:s{n}"], f"x{n} = 1") for n in range(2_000)], "K002", 2_000),
    "comments": ([(["step:a"], "\n".join(f"print({n})  # kale: ignore[K501]" for n in range(2_000)))], "K515", 2_000),
    "unknown names": ([(["step:a"], "\n".join(f"print(name{n})" for n in range(2_000)))], "K104", 2_000),
    "steps that write one file": ([([f"step:s{n}"], f"open('a', 'a').write('{n}')") for n in range(600)], "K507", 599),
}


@pytest.mark.parametrize("name", CROWDS)
def test_crowds(name: str, tmp_path: Path) -> None:
    described, code, count = CROWDS[name]
    cells = [{"cell_type": "code", "metadata": {"tags": tags}, "source": source} for tags, source in described]
    path = tmp_path / "crowd.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), encoding="utf-8")
    start = time.process_time()
    codes = [diagnostic.code for diagnostic in Checker().check(str(path)).diagnostics]
    assert codes.count(code) == count
    assert time.process_time() - start < 5 * LONGEST


@pytest.fixture
def ordinary_recursion_limit() -> Iterator[None]:
    """Have Python's own limit, which libraries that other tests use raise for the whole process."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"[" * 200_000, "nested too deeply"),
        (
            b'{"nbformat": 4, "cells": [], "metadata": ' + b'{"a":' * 200_000 + b"1" + b"}" * 200_001,
            "nested too deeply",
        ),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"nbformat": 4, "cells": []', "no JSON at line 1"),
        (b'"text"', "not an object"),
        (b'{"nbformat": 9, "cells": []}', "newer than"),
    ],
)
@pytest.mark.usefixtures("ordinary_recursion_limit")
def test_no_notebooks(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_bytes(content)
    report = checked(path)
    assert report.error is not None
    assert words in report.error.message
    assert exit_code([report]) == 2


@pytest.mark.usefixtures("ordinary_recursion_limit")
def test_metadata_that_some_pythons_find_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text('{"nbformat": 4, "cells": [], "metadata": ' + '{"a":' * 900 + "1" + "}" * 901, encoding="utf-8")
    report = checked(path)
    assert report.error is not None or [found.code for found in report.diagnostics] == ["K013"]
