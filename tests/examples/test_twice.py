"""Every example is there as a notebook and as functions, and both compute the same."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kale import StepSource, compose
from kale.dsl import find_pipeline, pipeline, step

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.ipynb"))


def test_every_notebook_has_its_functions() -> None:
    assert sorted(path.stem for path in EXAMPLES.glob("*.py")) == NAMES


@step
def keep(values: dict[str, object]) -> None:
    """Write values to a file, in the step's own process."""
    with Path("kept.pickle").open("wb") as file:
        pickle.dump(values, file)


@pytest.mark.parametrize("name", NAMES)
def test_both_compute_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    functions = find_pipeline(f"{EXAMPLES / name}.py:{name}")
    assert functions.check() == ()
    called: Any = functions.function()

    @pipeline
    def kept() -> None:
        keep(functions.function())  # type: ignore[arg-type]  # each example returns a dictionary

    kept.run().raise_for_failure()
    from_functions = pickle.loads(Path("kept.pickle").read_bytes())
    values = ", ".join(f"{variable!r}: {variable}" for variable in called)
    source = f"import pickle\nwith open('kept.pickle', 'wb') as file:\n    pickle.dump({{{values}}}, file)"
    compose(EXAMPLES / f"{name}.ipynb", StepSource(name="keep", source=source)).run().raise_for_failure()
    from_notebook = pickle.loads(Path("kept.pickle").read_bytes())
    assert sorted(from_functions) == sorted(from_notebook) == sorted(called)
    for variable, value in called.items():
        assert_same(from_functions[variable], value)
        assert_same(from_notebook[variable], value)


@pytest.mark.parametrize("name", NAMES)
def test_metrics_and_parameters_are_the_same(name: str, tmp_path: Path) -> None:
    functions = find_pipeline(f"{EXAMPLES / name}.py:{name}")
    notebook = compose(EXAMPLES / f"{name}.ipynb")
    described = functions.pipeline()
    assert [(p.name, p.type, p.default) for p in described.parameters] == [
        (p.name, p.type, p.default) for p in notebook.parameters
    ]
    assert (described.name, described.description) == (notebook.name, notebook.description)
    measured = [
        {key: value for record in run.steps for key, value in record.metrics.items()}
        for run in (functions.run(root=tmp_path), notebook.run(root=tmp_path))
    ]
    assert measured[0] == measured[1] != {}


def assert_same(found: object, expected: object) -> None:
    assert type(found) is type(expected)
    if isinstance(expected, pd.Series):
        assert isinstance(found, pd.Series)
        pd.testing.assert_series_equal(found, expected)
    elif isinstance(expected, np.ndarray):
        assert np.array_equal(np.asarray(found), expected)
    else:
        assert found == expected
