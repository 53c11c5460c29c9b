"""A pipeline function as the cells that it comes to, for those who run the cells in one process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import FunctionType

from kale.build import build_draft
from kale.dsl.drafting import RESULTS, Sketch
from kale.dsl.finishing import finish
from kale.dsl.originals import original_of
from kale.pipeline import Cell
from kale.pipelines import Pipeline
from kale.places import Origins
from kale.verification.original import Original


@dataclass(frozen=True)
class Program:
    """A pipeline function as a program of cells.

    Attributes:
        cells: The cells, in order.
        pipeline: The pipeline that is made of them; its code stands in these cells, not in the function's file.
        variables: The variable of the program that holds each parameter, by the parameter's name.
        original: The plain call of the function; ``None`` where another process could not find the function.
        folder: Folder of the function's file; ``None`` when it does not stand in a file.
    """

    cells: tuple[Cell, ...]
    pipeline: Pipeline
    variables: Mapping[str, str]
    original: Original | None
    folder: Path | None


def program_of(sketched: Sketch, source: str, owner: object, function: FunctionType) -> Program:
    """Give the program that a sketch describes, with the pipeline that is made of its cells.

    Args:
        sketched: The sketch.
        source: What an error calls the file.
        owner: What the function's module holds.
        function: The function itself.

    Raises:
        kale.errors.CompileError: No pipeline can be made from it; its ``diagnostics`` say why.
    """
    numbered = replace(sketched.draft, origins=Origins({}))
    cells = tuple(cell for cell in numbered.cells if cell.step != RESULTS)
    return Program(
        cells=cells,
        pipeline=finish(build_draft(numbered), sketched).checked(source),
        variables=sketched.variables,
        original=original_of(
            owner, function, cells=cells, values=sketched.values, parameters=sketched.variables, code=sketched.code
        ),
        folder=numbered.folder.path if numbered.folder else None,
    )
