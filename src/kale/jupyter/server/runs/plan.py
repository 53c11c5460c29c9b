"""What is known of a run before it starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kale.drawing.wording import cells_of, title_of
from kale.jupyter.server.documents import RunFailure, RunStep
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.pipeline import Pipeline


@dataclass(frozen=True)
class RunPlan:
    """What is known of a run before it starts.

    Attributes:
        path: Path of the notebook on the server.
        name: Name of the pipeline.
        steps: Id of the first cell of each step, by its name.
        ids: Ids of all cells of the notebook, in order.
        reporting: Names of the steps that write a report.
    """

    path: str
    name: str
    steps: Mapping[str, str | None]
    ids: tuple[str, ...]
    reporting: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: OpenNotebook, pipeline: Pipeline) -> RunPlan:
        """Give the plan of running the pipeline that a notebook is."""
        cells = {step.name: next(iter(cells_of(step)), None) for step in pipeline.steps}
        steps = {name: found.id_of(number) if number is not None else None for name, number in cells.items()}
        reporting = frozenset(step.name for step in pipeline.steps if step.options.report)
        return cls(found.path, title_of(pipeline), steps, found.ids, reporting)

    def waiting(self) -> tuple[RunStep, ...]:
        """Give the steps as they are before any has started."""
        return tuple(RunStep(name=name, cell=cell) for name, cell in self.steps.items())

    def failure(
        self, message: str, step: str, cell: int | None = None, line: int | None = None, source: str | None = None
    ) -> RunFailure:
        """Give why a step failed.

        Args:
            message: What went wrong.
            step: Name of the step.
            cell: Position of the cell, from 1.
            line: Line of the cell, from 1.
            source: That line.
        """
        identity = self.ids[cell - 1] if cell is not None and 1 <= cell <= len(self.ids) else None
        return RunFailure(
            message=message,
            step=step,
            cell=identity if identity is not None else self.steps.get(step),
            cell_number=cell,
            line=line,
            source_line=source,
        )
