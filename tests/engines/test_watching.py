"""The safety net: changes and sharing that the analysis could not see, in real processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kale import compile_notebook, run_notebook
from kale.engines.local import LocalRun

HIDDEN = "hidden = vars(list)['reverse']\n"


def notebook(*cells: str) -> dict[str, Any]:
    """A notebook whose cells are a step each, called a, b, c …"""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{name}",
                "metadata": {"tags": [f"step:{name}"]},
                "source": source,
                "execution_count": None,
                "outputs": [],
            }
            for name, source in zip("abcdef", cells, strict=False)
        ],
    }


def ran(root: Path, *cells: str, watch: bool = True) -> tuple[LocalRun, list[str]]:
    """Run a notebook; give the run and what it printed."""
    lines: list[str] = []
    run = run_notebook(
        notebook(*cells), root=root, name="watched", watch=watch, echo=lambda _, line: lines.append(line)
    )
    return run, lines


@pytest.mark.parametrize(
    ("make", "change"),
    [
        pytest.param("x = [1, 2, 3, 4]", f"{HIDDEN}y = hidden(x)", id="a list"),
        pytest.param("x = {'a': [1, 2, 3, 4]}", f"{HIDDEN}y = hidden(x['a'])", id="inside a dictionary"),
        pytest.param(
            "import numpy as np\nx = np.arange(4.0)",
            "import numpy as np\ny = vars(np.ndarray)['fill'](x, 7)",
            id="an array",
        ),
        pytest.param(
            "import numpy as np\nx = np.zeros(10_000_000)",
            "import numpy as np\ny = vars(np)['put'](x, range(5000, 20_000), 1)",
            id="a part of a large array",
        ),
        pytest.param(
            "class Box:\n    pass\nx = Box()\nx.items = [1, 2, 3]", f"{HIDDEN}y = hidden(x.items)", id="an object"
        ),
        pytest.param(
            "class Rows(list):\n    pass\nx = Rows([1, 2, 3])\nx.name = 'rows'",
            f"{HIDDEN}y = hidden(x)",
            id="a list with attributes",
        ),
    ],
)
def test_a_change_that_the_code_does_not_show_is_an_error(tmp_path: Path, make: str, change: str) -> None:
    run, _ = ran(tmp_path, make, change, "print(x)")
    error = run.step("b").error
    assert error is not None
    assert "watched cell 2 changes 'x'" in error.message.replace(".ipynb", "")
    assert "# kale: mutates x" in error.message


def test_what_the_error_asks_for_mends_it(tmp_path: Path) -> None:
    run, lines = ran(
        tmp_path,
        "x = [1, 2, 3]",
        f"{HIDDEN}y = hidden(x)  # kale: mutates x\nz = x[:]",
        "print(x == z)",
    )
    assert run.succeeded
    assert lines[-1] == "True"


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(("x = [3, 1]", "y = sorted(x)", "print(x)"), id="nothing changes"),
        pytest.param(("x = [3, 1]", f"{HIDDEN}y = hidden(x)", "print(1)"), id="nobody reads it again"),
        pytest.param(("x = [3, 1]", "x = [2]\nx.append(1)", "print(x)"), id="another object under the name"),
        pytest.param(("x = [3, 1]", f"{HIDDEN}x.sort()\ny = hidden(x)", "print(x)"), id="handed on anyway"),
        pytest.param(("import threading\nx = [3]", "y = len(x)\nt = threading.Lock()", "print(x)"), id="locks"),
    ],
)
def test_no_alarm_where(tmp_path: Path, cells: tuple[str, ...]) -> None:
    run, lines = ran(tmp_path, *cells)
    assert run.succeeded
    assert not any(line.startswith("kale:") for line in lines)


def test_nobody_looks_unless_asked(tmp_path: Path) -> None:
    run, _ = ran(tmp_path, "x = [3, 1]", f"{HIDDEN}y = hidden(x)", "print(x)", watch=False)
    assert run.succeeded


def test_variables_that_share_an_object_unseen_are_named(tmp_path: Path) -> None:
    hide = "import inspect\nx = [1]\ny = inspect.unwrap(x)"
    run, lines = ran(tmp_path, hide, "print(x)", "print(y)")
    assert run.succeeded
    assert [line for line in lines if line.startswith("kale: 'x' and 'y' share an object")]


def test_the_program_that_looks_travels_only_when_asked() -> None:
    source = notebook("x = [3, 1]", "print(x)", "print(x)")
    plain, watching = (compile_notebook(source, name="n", watch=watch).yaml for watch in (False, True))
    assert '["watch"' not in plain.replace('\\"', '"')
    assert '["watch"' in watching.replace('\\"', '"')
