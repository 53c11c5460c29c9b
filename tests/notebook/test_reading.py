from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kale.errors import KaleError, NotebookError, NotebookNotFoundError
from kale.notebook import read_notebook

MINIMAL = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}


def test_cells_keep_their_number_kind_tags_and_id(document: Any, write_file: Any) -> None:
    content = document({"cell_type": "markdown", "metadata": {}, "source": "# Title"}, ("imports hide", "import os"))
    notebook = read_notebook(write_file(content))
    assert [(cell.number, cell.kind, cell.cell_id) for cell in notebook.cells] == [
        (1, "markdown", "c1"),
        (2, "code", "c2"),
    ]
    assert notebook.cells[1].tags == ("imports", "hide")
    assert notebook.code_cells == (notebook.cell(2),)
    assert (notebook.name, notebook.stem) == ("train.ipynb", "train")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("a\nb", "a\nb", id="text"),
        pytest.param(["a\n", "b"], "a\nb", id="lines"),
        pytest.param([], "", id="no lines"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="other line breaks"),
        pytest.param("a\u2028b\x0cc", "a\u2028b\x0cc", id="what only str.splitlines breaks at"),
    ],
)
def test_source_is_text_with_plain_line_breaks(source: Any, expected: str, document: Any) -> None:
    content = document({"cell_type": "code", "metadata": {}, "source": source})
    assert read_notebook(content).cells[0].source == expected


@pytest.mark.parametrize("minor", [0, 4, 5, 99])
def test_any_minor_version_is_read_without_ids_being_made_up(minor: int) -> None:
    cells = [{"cell_type": "code", "metadata": {}, "source": "x = 1"}]
    notebook = read_notebook({"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": cells})
    assert notebook.cells[0].cell_id is None


def test_version_3_keeps_its_cells_in_worksheets() -> None:
    first = [
        {"cell_type": "heading", "level": 1, "source": "Title", "metadata": {}},
        {"cell_type": "code", "language": "python", "input": ["x = 1\n", "y = 2"], "metadata": {"tags": ["step:a"]}},
    ]
    second = [{"cell_type": "html", "source": "<b>"}, {"cell_type": "code", "input": "z = 3", "outputs": []}]
    worksheets = [{"cells": first, "metadata": {}}, {"cells": second}]
    notebook = read_notebook({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": worksheets})
    assert [(cell.number, cell.kind, cell.source) for cell in notebook.cells] == [
        (1, "markdown", "Title"),
        (2, "code", "x = 1\ny = 2"),
        (3, "markdown", "<b>"),
        (4, "code", "z = 3"),
    ]
    assert notebook.cells[1].tags == ("step:a",)


def test_version_3_reads_as_nbformat_converts_it() -> None:
    cells = [
        {"cell_type": "markdown", "source": "text", "metadata": {}},
        {"cell_type": "code", "language": "python", "input": "a = 1\nb", "outputs": [], "metadata": {}},
    ]
    content = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells, "metadata": {}}],
    }
    converted = nbformat.reads(json.dumps(content), as_version=4)  # type: ignore[no-untyped-call]
    assert [cell.source for cell in read_notebook(content).cells] == [cell.source for cell in converted.cells]


def test_every_kind_of_source_gives_the_same_notebook(document: Any, write_file: Any) -> None:
    content = document(("step:a", "x = 1"), metadata={"kale": {"pipeline_name": "p"}})
    path = write_file(content)
    expected = read_notebook(path)
    assert read_notebook(str(path)) == expected
    assert expected.folder is not None
    assert expected.folder.path == path.parent.resolve()
    # An open file may have been renamed or come from anywhere, so that it tells no folder.
    expected = replace(expected, folder=None)
    with path.open(encoding="utf-8") as file:
        assert read_notebook(file) == expected
    with path.open("rb") as binary:
        assert read_notebook(binary) == expected
    in_memory = read_notebook(io.StringIO(json.dumps(content)))
    node = read_notebook(nbformat.from_dict(content))  # type: ignore[no-untyped-call]
    assert in_memory.name is None
    assert (in_memory.cells, node.cells, node.metadata) == (expected.cells, expected.cells, expected.metadata)


def test_a_node_may_change_afterwards(document: Any) -> None:
    content = document(("step:a", "x = 1"))
    notebook = read_notebook(content)
    content["cells"][0]["metadata"]["tags"].append("skip")
    content["metadata"]["kale"] = {"pipeline_name": "other"}
    assert notebook.cells[0].tags == ("step:a",)
    assert notebook.cells[0].metadata == {"tags": ["step:a"]}
    assert notebook.metadata == {}


def test_byte_order_mark_is_no_obstacle(write_file: Any) -> None:
    assert read_notebook(write_file("\ufeff" + json.dumps(MINIMAL))).cells == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("", "empty", id="empty"),
        pytest.param("  \n", "empty", id="only space"),
        pytest.param('{"nbformat": 4,\n "cells": [}', "line 2, column 12", id="not JSON"),
        pytest.param("<<<<<<< HEAD\n{}", "line 1, column 1", id="merge conflict"),
        pytest.param("[1, 2]", "not an object", id="a list"),
        pytest.param("{}", "'nbformat'", id="an object"),
        pytest.param('{"nbformat": "4", "cells": []}', "'nbformat'", id="version is text"),
        pytest.param('{"nbformat": 4}', "'cells'", id="no cells"),
        pytest.param('{"nbformat": 4, "cells": {}}', "'cells'", id="cells is no list"),
        pytest.param('{"nbformat": 3, "worksheets": [1]}', "worksheet", id="worksheet is no object"),
        pytest.param('{"nbformat": 5, "cells": []}', "format 5 is newer", id="version of the future"),
        pytest.param('{"nbformat": 2, "worksheets": []}', "format 2 is older", id="version of the past"),
        pytest.param('{"nbformat": 4, "cells": [1]}', "cell 1", id="cell is no object"),
        pytest.param('{"nbformat": 4, "cells": [{"source": ""}]}', "cell 1", id="cell without type"),
        pytest.param('{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "'source'", id="cell without source"),
        pytest.param('{"nbformat": 4, "cells": [], "metadata": [1]}', "'metadata'", id="metadata is no object"),
        pytest.param(
            '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "metadata": 1}]}',
            "'metadata'",
            id="cell metadata is no object",
        ),
        pytest.param(b'{"a": 1,\n"b": "\xff"}', "byte 0xff on line 2", id="not UTF-8"),
        pytest.param("[" * 100_000, "nested too deeply", id="nested too deeply"),
    ],
)
def test_what_is_no_notebook_gives_one_message(content: Any, message: str, write_file: Any) -> None:
    path = write_file(content)
    with pytest.raises(NotebookError, match=message) as raised:
        read_notebook(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"language": "R", "name": "ir"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": {"language": "scala"}, "language_info": {"name": "python"}}, "scala"),
    ],
)
def test_another_language_is_named(metadata: dict[str, Any], language: str) -> None:
    with pytest.raises(NotebookError, match=f"the notebook is in {language}"):
        read_notebook({**MINIMAL, "metadata": metadata})


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"language": "python"}},
        {"kernelspec": {"name": "conda-env"}, "language_info": {"name": "Python"}},
        {"kernelspec": {"language": None}, "language_info": {}},
        {"kernelspec": "python3", "language_info": {"name": "ipython3"}},
        {"kernelspec": {"language": ""}},
    ],
)
def test_python_and_silence_are_python(metadata: dict[str, Any]) -> None:
    assert read_notebook({**MINIMAL, "metadata": metadata}).cells == ()


def test_a_missing_file_is_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "nothing.ipynb"
    with pytest.raises(FileNotFoundError) as raised:
        read_notebook(path)
    assert isinstance(raised.value, NotebookNotFoundError)
    assert str(raised.value) == f"{path}: there is no such file"


def test_a_directory_is_no_notebook(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="this is a directory"):
        read_notebook(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_cannot_be_read(write_file: Any) -> None:
    path = write_file(MINIMAL)
    path.chmod(0)
    with pytest.raises(NotebookError, match="cannot be read: Permission denied"):
        read_notebook(path)


@pytest.mark.parametrize("path", ["a\0b.ipynb", "x" * 5000])
def test_an_impossible_path_cannot_be_read(path: str) -> None:
    with pytest.raises(NotebookError, match="cannot be read"):
        read_notebook(path)


def test_a_path_below_a_file_cannot_be_read(write_file: Any) -> None:
    with pytest.raises(NotebookError, match="cannot be read"):
        read_notebook(write_file(MINIMAL) / "below.ipynb")


def test_errors_pickle(tmp_path: Path) -> None:
    with pytest.raises(KaleError) as raised:
        read_notebook(tmp_path / "nothing.ipynb")
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


def test_reading_does_not_load_nbformat() -> None:
    program = "import sys\nfrom kale.notebook import read_notebook\n"
    program += "read_notebook({'nbformat': 4, 'cells': []})\nprint('nbformat' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout.strip() == "False"


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_cell_that_is_not_there(number: int, document: Any) -> None:
    with pytest.raises(IndexError):
        read_notebook(document(("", "x"))).cell(number)
