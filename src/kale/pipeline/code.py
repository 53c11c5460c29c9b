"""Source text with its place in the notebook."""

from __future__ import annotations

import enum
from typing import Literal

from kale.diagnostics import Span
from kale.pipeline.model import Model


class Role(str, enum.Enum):
    """What an annotation says a cell is for."""

    IMPORTS = "imports"
    FUNCTIONS = "functions"
    PARAMETERS = "pipeline-parameters"
    METRICS = "pipeline-metrics"
    STEP = "step"


class Remark(Model):
    """What the user states of code, where the analysis cannot see it.

    Attributes:
        kind: The code changes these variables in place, needs them, or is pure: the functions it calls change nothing.
        names: The variables.
    """

    kind: Literal["mutates", "needs", "pure"]
    names: tuple[str, ...] = ()


class Cell(Model):
    """A code cell that takes part in the pipeline, already translated to plain Python.

    Attributes:
        number: Position in the notebook, from 1 over all cells.
        source: Python source; line ``n`` of it is line ``n`` of the notebook's cell.
        role: What the cell is for.
        step: Name of the step that the cell belongs to, as the user wrote it; only for ``Role.STEP``, and for metrics
            that a certain step reports.
        cell_id: nbformat's cell id.
        remarks: What the cell's metadata states of its code.
    """

    number: int
    source: str
    role: Role
    step: str | None = None
    cell_id: str | None = None
    remarks: tuple[Remark, ...] = ()

    def span(self, line: int = 1, column: int = 1, end_line: int | None = None, end_column: int | None = None) -> Span:
        """Give a span in this cell."""
        return Span(
            cell=self.number,
            line=line,
            column=column,
            end_line=end_line if end_line is not None else line,
            end_column=end_column if end_column is not None else column,
            cell_id=self.cell_id,
        )


class CodeBlock(Model):
    """A run of whole lines of one cell.

    Attributes:
        cell: Position of the cell in the notebook, from 1; 0 for lines of a Python file.
        line: Line of the cell on which ``text`` starts, from 1.
        text: Python source.
        cell_id: nbformat's cell id.
        file: Name of the notebook or file, where it is not the pipeline's own ``source``.
    """

    cell: int
    line: int = 1
    text: str
    cell_id: str | None = None
    file: str | None = None
