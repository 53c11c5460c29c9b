"""A pipeline function as the cells that it comes to, for those who run the cells in one process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kale.build import build_draft
from kale.dsl.drafting import RESULTS, Sketch
from kale.dsl.finishing import finish
from kale.pipeline import Cell
from kale.pipelines import Pipeline
from kale.places import Origins


@dataclass(frozen=True)
class Program:
    """A pipeline function as a program of cells.

    Attributes:
        cells: The cells, in order.
        pipeline: The pipeline that is made of them; its code stands in these cells, not in the function's file.
        variables: The variable of the program that holds each parameter, by the parameter's name.
        folder: Folder of the function's file; ``None`` when it does not stand in a file.
    """

    cells: tuple[Cell, ...]
    pipeline: Pipeline
    variables: Mapping[str, str]
    folder: Path | None


def program_of(sketched: Sketch, source: str) -> Program:
    """Give the program that a sketch describes, with the pipeline that is made of its cells.

    Args:
        sketched: The sketch.
        source: What an error calls the file.

    Raises:
        kale.errors.CompileError: No pipeline can be made from it; its ``diagnostics`` say why.
    """
    numbered = replace(sketched.draft, origins=Origins({}))
    return Program(
        cells=tuple(cell for cell in numbered.cells if cell.step != RESULTS),
        pipeline=finish(build_draft(numbered), sketched).checked(source),
        variables=sketched.variables,
        folder=numbered.folder.path if numbered.folder else None,
    )
