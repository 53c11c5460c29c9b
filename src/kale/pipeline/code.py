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


class ScriptPlace(Model):
    """The line of a cell that runs a script.

    Attributes:
        path: The script's path below the notebook's folder.
        line: The line, from 1.
    """

    path: str
    line: int


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
        script: The line that the cell is a script's code for; a cell that runs scripts comes in several parts.
    """

    number: int
    source: str
    role: Role
    step: str | None = None
    cell_id: str | None = None
    remarks: tuple[Remark, ...] = ()
    script: ScriptPlace | None = None

    def span(self, line: int = 1, column: int = 1, end_line: int | None = None, end_column: int | None = None) -> Span:
        """Give a span in this cell; for a script's code, the line that runs the script."""
        if self.script is not None:
            place = self.script.line
            return Span(cell=self.number, line=place, end_line=place, cell_id=self.cell_id)
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
        script: The line that runs the script that the lines are from; ``line`` then counts the script's.
    """

    cell: int
    line: int = 1
    text: str
    cell_id: str | None = None
    file: str | None = None
    script: ScriptPlace | None = None

    def span(self, line: int, column: int = 1, end_column: int | None = None) -> Span:
        """Give a span on one line of the cell, or of the script; for a script, the line that runs it."""
        if self.script is not None:
            line, column, end_column = self.script.line, 1, 1
        end = column if end_column is None else end_column
        return Span(
            cell=self.cell,
            line=line,
            column=column,
            end_line=line,
            end_column=end,
            cell_id=self.cell_id,
            file=self.file,
        )
