"""A pipeline that is taken for small without a closer look is small."""

from __future__ import annotations

from pathlib import Path

import pytest

from kale import load_notebook
from kale.emit.packing import packed_runtime
from kale.emit.planning import plan_graph
from kale.emit.sizes import LARGE_PIPELINE, MAX_STEP, size_problems
from kale.pipeline import CarriedFile, CodeBlock, Pipeline, Run, Step, StepOptions
from kale.platform.estimate import MAX_STEPS_SURELY_SMALL, MAX_SURELY_SMALL, is_surely_small


def pipeline(text: str, steps: int = 1, options: StepOptions | None = None) -> Pipeline:
    plan = (Run(code=CodeBlock(cell=1, text=text)),)
    made = [Step(name=f"s{number}", plan=plan, options=options or StepOptions()) for number in range(steps)]
    return Pipeline(name="p", steps=tuple(made))


SMALL = {
    "plain": pipeline("x = 1\n"),
    "all that is escaped": pipeline("{" * (MAX_SURELY_SMALL - 2000)),
    "escaped by two": pipeline("{~" * (MAX_SURELY_SMALL // 2 - 1000)),
    "wide characters": pipeline("'\N{GRINNING FACE}'" * (MAX_SURELY_SMALL // 16)),
    "many steps": pipeline("import pandas as pd, torch\nx = 1", MAX_STEPS_SURELY_SMALL),
    "environment": pipeline("x = 1", 3, StepOptions(env={f"NAME_{n}": "{" * 100 for n in range(100)})),
}


@pytest.mark.parametrize("name", SMALL)
def test_what_is_surely_small_is_far_from_every_limit(name: str) -> None:
    small = SMALL[name]
    assert is_surely_small(small)
    assert size_problems(small) == ()
    sizes = [plan.payload.size + sum(map(len, plan.runtime)) for plan in plan_graph(small).plans]
    assert max(sizes) < MAX_STEP // 2
    assert sum(sizes) < LARGE_PIPELINE


def test_what_every_step_has_stays_below_what_is_reckoned_with() -> None:
    program = sum(map(len, packed_runtime()))
    assert MAX_STEPS_SURELY_SMALL * program + 3 * MAX_SURELY_SMALL < LARGE_PIPELINE


@pytest.mark.parametrize(
    "large",
    [
        pipeline("x = 1\n" * MAX_SURELY_SMALL),
        pipeline("x = 1", MAX_STEPS_SURELY_SMALL + 1),
        pipeline("x = '{~~{'"),
        Pipeline(
            name="p", steps=(Step(name="a", plan=(), files=(CarriedFile(path="a", content=bytes(MAX_SURELY_SMALL)),)),)
        ),
    ],
    ids=["code", "steps", "escapes", "files"],
)
def test_what_may_be_large_is_looked_at(large: Pipeline) -> None:
    assert not is_surely_small(large)


def test_every_example_that_is_small_keeps_to_the_bound() -> None:
    notebooks = sorted(Path(__file__).parents[2].joinpath("examples").rglob("*.ipynb"))
    assert notebooks
    for notebook in notebooks:
        described = load_notebook(notebook)
        if is_surely_small(described):
            assert size_problems(described) == ()
