"""Notebooks to measure with, made by code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """A code cell: its tags and its source."""

    tags: tuple[str, ...]
    text: str


def four_steps() -> tuple[Source, ...]:
    """A small notebook as users write them: parameters, imports, a helper, two branches that join."""
    return (
        Source(("imports",), "import math\nimport random"),
        Source(("functions",), "def mean(values):\n    return sum(values) / len(values)"),
        Source(("pipeline-parameters",), "count = 100\nseed = 3"),
        Source(("step:load",), "rng = random.Random(seed)\nvalues = [rng.gauss(0, 1) for _ in range(count)]"),
        Source(("step:center", "prev:load"), "middle = mean(values)\nprint(middle)"),
        Source(
            ("step:spread", "prev:load"), "squares = [value ** 2 for value in values]\nsize = math.sqrt(mean(squares))"
        ),
        Source(("step:report", "prev:center", "prev:spread"), "print(f'{middle:.3f} {size:.3f}')"),
    )


def chain(length: int) -> tuple[Source, ...]:
    """Small steps, each of which needs the value of the one before."""
    first = Source(("step:s0",), "x0 = 1")
    return (
        first,
        *(Source((f"step:s{n}", f"prev:s{n - 1}"), f"x{n} = x{n - 1} + 1\nprint(x{n})") for n in range(1, length)),
    )


def idle(length: int) -> tuple[Source, ...]:
    """Steps that do nothing and pass nothing, one after the other."""
    first = Source(("step:s0",), "pass")
    return (first, *(Source((f"step:s{n}", f"prev:s{n - 1}"), "pass") for n in range(1, length)))


def long_notebook(cells: int, cells_per_step: int = 10) -> tuple[Source, ...]:
    """Cells of 15 lines of everyday code, several to a step."""
    return tuple(
        Source((f"step:s{n // cells_per_step}",) if n % cells_per_step == 0 else (), _EVERYDAY.replace("@", str(n)))
        for n in range(cells)
    )


def write_notebook(path: Path, sources: Sequence[Source]) -> Path:
    """Write a notebook of these cells to ``path``, and give ``path``."""
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {"tags": list(source.tags)} if source.tags else {},
            "outputs": [],
            "source": source.text,
        }
        for number, source in enumerate(sources)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


_EVERYDAY = """\
rows_@ = [{"a": n, "b": n % 7} for n in range(20)]
limit_@ = 3 + len(rows_@) // 4

def scale_@(value, factor=2):
    total = value * factor + limit_@
    return total / (1 + abs(value))

result_@ = {}
for index, row in enumerate(rows_@):
    if row["a"] > limit_@ and index % 2 == 0:
        result_@[index] = scale_@(row["a"], factor=row["b"])
    else:
        result_@[index] = None
known_@ = [value for value in result_@.values() if value is not None]
print(f"{len(known_@)} of {len(result_@)} known, mean {sum(known_@) / len(known_@):.3f}")"""
