"""Generated notebooks with problems that can be fixed: fixed once, they compile, and nothing is left to fix."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import kale
from kale.checking import Checker

MODULES: Final = ("math", "json", "random", "statistics", "string", "textwrap")
SEEDS: Final = range(24)

Described = tuple[list[str], str]


def described(chance: random.Random) -> Iterator[Described]:
    """Give tags and source of the cells of a notebook in which nothing is wrong but what can be fixed."""
    steps = [f"s{number}" for number in range(chance.randint(2, 7))]
    imported: list[str] = []
    if chance.random() < 0.7:
        yield ["imports"], chance.choice(("import os", "import os\nimport sys  # é\n"))
    for number, step in enumerate(steps):
        yield list(tags(chance, step, steps[:number])), "\n".join(lines(chance, number, imported))


def tags(chance: random.Random, step: str, earlier: list[str]) -> Iterator[str]:
    yield chance.choice((*[f"step:{step}"] * 3, f"stpe:{step}", f"step={step}", f"steps:{step}"))
    for name in earlier:
        if chance.random() < 0.4:
            yield chance.choice((f"prev:{name}", f"prev:{name}", f"perv:{name}"))
    if chance.random() < 0.3:
        yield chance.choice((f"prev:{step}", "in:a", "out:b", "step:", "limit:cpu:1"))


def lines(chance: random.Random, number: int, imported: list[str]) -> Iterator[str]:
    if chance.random() < 0.6:
        module = chance.choice(MODULES)
        form, name = chance.choice((("import {0}", "{0}"), ("from {0} import (\n    __name__ as n_{0},\n)", "n_{0}")))
        imported.append(name.format(module))
        yield form.format(module)
    earlier = f" + v{chance.randrange(number)}" if number and chance.random() < 0.7 else ""
    yield f"v{number} = {number}{earlier}"
    yield from (f"print({name}, v{number})" for name in chance.sample(imported, min(len(imported), 2)))
    if chance.random() < 0.3:
        yield "x = 1  # kale: ignore"


def written(seed: int, path: Path) -> Path:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    cells: list[dict[str, object]] = []
    for number, (cell_tags, source) in enumerate(described(chance)):
        cell: dict[str, object] = {"cell_type": "code", "id": f"c{number}", "outputs": [], "execution_count": None}
        written_source = source if chance.random() < 0.5 else source.splitlines(keepends=True)
        cells.append({**cell, "metadata": {"tags": cell_tags}, "source": written_source})
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(document, indent=chance.choice((None, 1, 2)), ensure_ascii=chance.random() < 0.5)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("first", range(0, len(SEEDS), 6))
def test_fixed_notebooks_compile_and_stay_as_they_are(first: int, tmp_path: Path) -> None:
    fixed = 0
    for seed in SEEDS[first : first + 6]:
        path = written(seed, tmp_path / "n.ipynb")
        once = Checker(fix=True).check(str(path))
        content = path.read_bytes()
        assert [found.code for found in once.diagnostics if found.fix is not None] == [], seed
        assert Checker(fix=True).check(str(path)).fixed == 0, seed
        assert path.read_bytes() == content, seed
        assert kale.compile_notebook(path).pipeline.steps, seed
        fixed += once.fixed
    assert fixed > 12
