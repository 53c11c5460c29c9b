"""``%run``: which scripts take the place of the line, and why others are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kale.notebook import AnnotatedNotebook, annotate, read_notebook


def annotated(folder: Path, files: dict[str, str], *sources: str) -> AnnotatedNotebook:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    cells = [
        {"cell_type": "code", "id": f"c{number}", "metadata": {"tags": ["step:a"]}, "source": source, "outputs": []}
        for number, source in enumerate(sources)
    ]
    path = folder / "nb.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}), "utf-8")
    return annotate(read_notebook(path))


def test_a_cell_is_cut_at_the_line_and_keeps_its_lines(tmp_path: Path) -> None:
    found = annotated(tmp_path, {"s.py": "import os\nx = 1\n"}, "a = 1\n%run s.py\nb = 2\n%run -i s.py\nc = 3")
    assert found.diagnostics == ()
    assert [(cell.number, cell.source, cell.script.line if cell.script else None) for cell in found.cells] == [
        (1, "a = 1\n", None),
        (1, "import os\nx = 1\npass", 2),
        (1, "\n\nb = 2\n", None),
        (1, "import os\nx = 1\npass", 4),
        (1, "\n\n\n\nc = 3", None),
    ]
    assert found.cells[1].span(40).line == 2
    assert found.cells[2].span(3).line == 3


def test_what_a_script_asks_for_is_set(tmp_path: Path) -> None:
    script = "import sys\nprint(sys.argv, __file__)\n"
    found = annotated(tmp_path, {"tools/s.py": script}, "%run tools/s.py --depth 3 'two words'\nx = 1")
    before, _, after = (cell.source for cell in found.cells)
    assert before == (
        "__import__('sys').argv = ['tools/s.py', '--depth', '3', 'two words'];"
        " __file__ = __import__('os').path.abspath('tools/s.py')"
    )
    assert after == "del __file__\nx = 1"


@pytest.mark.parametrize(
    ("line", "files", "words"),
    [
        ("%run", {}, "%run without a script"),
        ("%run -t s.py", {"s.py": ""}, "the option '-t' of %run"),
        ("%run {name}.py", {"s.py": ""}, "does not show"),
        ("%run 's.py", {"s.py": ""}, "cannot be read"),
        ("%run missing.py", {}, "there is no Python script 'missing.py'"),
        ("%run other.ipynb", {"other.ipynb": "{}"}, "there is no Python script 'other.ipynb'"),
        ("%run s.py", {"s.py": "x = = 1"}, "line 1 of 's.py' is not valid Python"),
        ("%run s.py", {"s.py": "import sys\nsys.exit(0)"}, "may end its process"),
        ("%run s.py", {"s.py": "from __future__ import annotations"}, "has a future import"),
        ("%run s.py", {"s.py": "from .x import y"}, "has a relative import"),
        ("%run in/s.py", {"in/s.py": "import near", "in/near.py": ""}, "imports 'near' from its own folder"),
        ("%run s.py", {"s.py": "def f():\n    global n\n    n = 1"}, "binds a global name"),
        ("n = 1\n%run s.py", {"s.py": "print(n)"}, "reads 'n', which %run keeps from it"),
        (
            "%run s.py\nn = 1",
            {"s.py": "n = 2\ndef f():\n    return n"},
            "'n' is bound by the script 's.py' and elsewhere",
        ),
        (
            "%run s.py\n%run t.py",
            {"s.py": "n = 2\ndef f():\n    return n", "t.py": "n = 3"},
            "'n' is bound by the script 't.py' and elsewhere",
        ),
    ],
)
def test_refusals(tmp_path: Path, line: str, files: dict[str, str], words: str) -> None:
    (found,) = annotated(tmp_path, files, f"{line}\nlast = 1").errors
    assert found.code in ("K039", "K031")
    assert words in found.message
    assert found.span is not None
    assert "run" in f"{line}\nlast = 1".splitlines()[found.span.line - 1]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir()
    (tmp_path / "far.py").write_text("x = 1")
    (tmp_path / "nb" / "s.py").symlink_to(tmp_path / "far.py")
    (found,) = annotated(tmp_path / "nb", {}, "%run s.py\ny = 1").errors
    assert "stands outside of the notebook's folder" in found.message


@pytest.mark.parametrize("line", ["if True:\n    %run s.py", "%%time\n%run s.py"])
def test_lines_inside_of_something_are_refused(tmp_path: Path, line: str) -> None:
    assert [found.code for found in annotated(tmp_path, {"s.py": "x = 1"}, line).errors] == ["K031"]


def test_one_namespace_is_fine_where_the_user_asks_for_it(tmp_path: Path) -> None:
    files = {"s.py": "n += 1\ndef f():\n    global n\n    n = 1\n"}
    assert annotated(tmp_path, files, "n = 1\n%run -i s.py\nn = 2").diagnostics == ()
