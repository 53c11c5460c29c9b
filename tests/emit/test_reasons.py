"""The reasons of edges in front of the YAML: those that are explained, and nothing that the platform reads."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import yaml

import kale
from kale.emit import CompiledPipeline
from kale.pipeline.explanation import EdgeExplanation

LINES = """\
# Reasons:
#    fit waits for load
#      rows: value, made in cell 1, line 2, needed in cell 2, line 1
#    show waits for load
#      table.csv: file, made in cell 1, line 3, needed in cell 3, line 1
#      order, asked for in cell 3, line 1
#    show waits for fit
#      order, asked for in cell 3, line 1
"""
CELLS = (
    ("step:load", "import csv\nrows = [1]\nopen('table.csv', 'w').write('x')"),
    ("step:fit", "print(sum(rows))"),
    ("step:show prev:fit prev:load", "print(open('table.csv').read())"),
)


def compiled(cells: Sequence[tuple[str, str]]) -> CompiledPipeline:
    document = {
        "cells": [
            {"cell_type": "code", "id": f"c{n}", "metadata": {"tags": tags.split()}, "source": text, "outputs": []}
            for n, (tags, text) in enumerate(cells)
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return kale.compile_notebook(io.StringIO(json.dumps(document)))


def test_what_is_explained_stands_in_front() -> None:
    assert LINES in compiled(CELLS).yaml


def test_the_platform_reads_none_of_it() -> None:
    found = compiled(CELLS)
    lines = found.yaml.splitlines(keepends=True)
    bare = "".join(line for line in lines if not line.startswith("#"))
    assert "waits for" not in bare
    assert list(yaml.safe_load_all(bare)) == list(yaml.safe_load_all(found.yaml))
    assert next(yaml.safe_load_all(bare)) == found.spec


def test_every_crossing_is_told() -> None:
    found = compiled(CELLS)
    heading = [line for line in found.yaml.splitlines() if line.startswith("#")]
    for edge in found.pipeline.explain().edges:
        assert f"#    {edge.target} waits for {edge.source}" in heading
        assert all(_is_told(edge, number, heading) for number in range(len(edge.crossings)))


def _is_told(edge: EdgeExplanation, number: int, heading: Sequence[str]) -> bool:
    crossing = edge.crossings[number]
    start = f"#      {crossing.variable}: " if crossing.variable else "#      order"
    return any(line.startswith(start) and str(crossing.used) in line for line in heading)


def test_no_heading_without_edges() -> None:
    assert "# Reasons" not in compiled([("step:alone", "x = 1")]).yaml


def test_names_stay_in_their_line() -> None:
    cells = [("step:a", "größe = 1\nopen('b\\n# c', 'w').write('x')"), ("step:b", "open('b\\n# c')\ngröße")]
    found = compiled(cells)
    assert next(yaml.safe_load_all(found.yaml)) == found.spec
    assert "größe: value" in found.yaml


def test_they_are_small() -> None:
    chain = [(f"step:s{n}", f"x{n} = x{n - 1} + 1" if n else "x0 = 1") for n in range(100)]
    text = compiled(chain).yaml
    heading = sum(len(line) + 1 for line in text.splitlines() if line.startswith("#"))
    assert heading < 110 * len(chain)
