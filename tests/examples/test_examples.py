"""The examples are clean notebooks, have the shape that their text tells of, and compute what their cells compute."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from kale import check_notebook, load_notebook, run_notebook, verify_notebook
from kale.drawing import draw_svg

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.ipynb"))

ARROWS = {
    "quickstart": {"orders>products", "orders>weekdays", "products>plan", "weekdays>plan"},
    "seasons": {
        "series>split",
        "series>plots",
        "split>repeat",
        "split>regress",
        "repeat>plots",
        "repeat>report",
        "regress>plots",
        "regress>report",
        "plots>report",
    },
    "wine": {"load>clean", "clean>linear", "clean>forest", "clean>compare", "linear>compare", "forest>compare"},
}
METRICS = {
    "quickstart": {"income", "planned_income"},
    "seasons": {"repeat_error", "regress_error"},
    "wine": {"linear_accuracy", "forest_accuracy", "missed"},
}

every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)


def test_there_are_three() -> None:
    assert [path.stem for path in EXAMPLES] == sorted(ARROWS)


@every_example
def test_example_is_a_clean_notebook(example: Path) -> None:
    notebook = nbformat.read(example, as_version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]  # has no types
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert all(cell.id for cell in notebook.cells)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell for cell in code if cell.outputs or cell.execution_count is not None]


@every_example
def test_example_has_no_problems_and_its_shape(example: Path) -> None:
    assert check_notebook(example) == ()
    arrows = {f"{edge.source}>{edge.target}" for edge in load_notebook(example).edges}
    assert arrows == ARROWS[example.stem]


@every_example
def test_example_computes_what_its_cells_compute(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = run_notebook(example, root=tmp_path / "runs")
    run.raise_for_failure()
    metrics = {name: value for step in run.steps for name, value in step.metrics.items()}
    assert set(metrics) == METRICS[example.stem]
    assert metrics == pytest.approx(values_of(example, tmp_path, tuple(metrics)))


@every_example
def test_example_is_verified(example: Path, tmp_path: Path) -> None:
    verification = verify_notebook(example, root=tmp_path)
    assert verification.equal, verification.differences
    assert verification.runs == 1


def values_of(example: Path, folder: Path, names: tuple[str, ...]) -> dict[str, float]:
    """Run all cells in one fresh process and give the values of these names."""
    cells = json.loads(example.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    program = "\n".join([*sources, f"import json; print(json.dumps({{n: float(globals()[n]) for n in {names!r}}}))"])
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


def test_the_readme_shows_the_current_drawing(update_golden: bool) -> None:
    picture = Path(__file__).parents[2] / "docs" / "images" / "wine.svg"
    drawing = draw_svg(load_notebook(EXAMPLES[-1]))
    if update_golden:
        picture.write_text(drawing, encoding="utf-8")
    assert picture.read_text(encoding="utf-8") == drawing
