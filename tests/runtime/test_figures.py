"""Figures are closed at the end of each cell, and by ``show``, as Jupyter closes them."""

from __future__ import annotations

import pytest
from tests.runtime.bench import Bench

pytest.importorskip("matplotlib")

PLOT = "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\n_ = axes.plot([1, 2])"
COUNT = "len(plt.get_fignums())"

CASES = {
    "closed after the cell": ([PLOT, COUNT], "0\n"),
    "open in the cell": ([f"{PLOT}\n{COUNT}"], "1\n"),
    "closed by show": ([f"{PLOT}\nplt.show()\n{COUNT}"], "0\n"),
    "imported by name": (
        ["from matplotlib.pyplot import figure, show, get_fignums\n_ = figure()\nshow()\nget_fignums()"],
        "[]\n",
    ),
    "still of use": ([PLOT, "figure.savefig('a.png')\nimport os\nos.path.getsize('a.png') > 1000"], "True\n"),
    "a cell draws on a figure of its own": (
        [PLOT, "_ = plt.plot([3])\nlen(plt.gca().lines), plt.gcf() is figure"],
        "(1, False)\n",
    ),
    "told to wait": ([f"{PLOT}", "plt.ioff()\n_ = plt.figure()", COUNT], "1\n"),
    "a backend that the notebook chooses": (["import matplotlib\nmatplotlib.use('svg')", PLOT, COUNT], "1\n"),
    "through another library": (
        ["import pandas as pd\n_ = pd.Series([1, 2]).plot()", f"import matplotlib.pyplot as plt\n{COUNT}"],
        "0\n",
    ),
}


@pytest.mark.parametrize(("cells", "out"), CASES.values(), ids=CASES)
def test_figures(packed_bench: Bench, cells: list[str], out: str) -> None:
    done = packed_bench.cells(*cells)
    assert (done.code, done.out, done.err) == (0, out, "")


@pytest.mark.parametrize("backend", ["agg", "module://matplotlib_inline.backend_inline"])
def test_a_backend_of_the_environment_is_not_the_notebooks(bench: Bench, backend: str) -> None:
    done = bench.cells(PLOT, f"plt.get_backend(), {COUNT}", environment={"MPLBACKEND": backend})
    assert (done.code, done.out) == (0, "('agg', 0)\n"), done.err


def test_figures_of_a_failing_cell_are_closed_and_the_error_stays(bench: Bench) -> None:
    assert bench.cells(f"{PLOT}\n1 / 0").error["type"] == "ZeroDivisionError"


def test_without_figures_matplotlib_is_not_imported(bench: Bench) -> None:
    assert bench.cells("import sys\n[name for name in sys.modules if 'matplotlib' in name]").out == "[]\n"
