"""What a verification has found, as frozen facts."""

from __future__ import annotations

import enum
from typing import Literal

from pydantic import JsonValue, computed_field

from kale.pipeline.model import Model
from kale.verification.original import NOTEBOOK


class Status(str, enum.Enum):
    """What came out for one variable."""

    EQUAL = "equal"
    DIFFERENT = "different"
    NOT_REPRODUCIBLE = "not reproducible"
    """It differs, but it also differs between two runs of the notebook."""
    NOT_COMPARED = "not compared"


class Outcome(str, enum.Enum):
    """What came out for the notebook as a whole."""

    EQUAL = "equal"
    DIFFERENT = "different"
    NOTEBOOK_FAILS = "notebook fails"
    """Notebook and pipeline fail in the same cell in the same way; what comes after it was not compared."""


class VariableComparison(Model):
    """A variable, or a file, as one step leaves it behind.

    Attributes:
        step: Name of the step.
        name: Name of the variable; for a file its path in the working directory.
        cell: Number of the cell after which the difference is seen first; without one, the last that was looked at;
            0 for code of a Python file, which has no cells.
        type: Name of the value's class in the notebook; ``file`` for a file.
        status: What came out.
        difference: The first difference, or why there is no comparison.
        remarks: Parts that could not be compared, and objects that are shared on one side only.
    """

    step: str
    name: str
    cell: int
    type: str
    status: Status
    difference: str | None = None
    remarks: tuple[str, ...] = ()


class RunFailure(Model):
    """Why the notebook's run, or the pipeline's, came to an end.

    Attributes:
        step: The step that failed; ``None`` for the notebook.
        cell: Number of the cell.
        phase: What the process was doing: ``run``, or for a step also ``load``, ``save`` and the like.
        type: The exception's type.
        message: The exception's message.
    """

    step: str | None
    cell: int | None
    phase: str
    type: str
    message: str


class Verification(Model):
    """Whether a pipeline computes what its notebook computes.

    Attributes:
        version: Version of this form.
        pipeline: Name of the pipeline.
        source: File name of the notebook.
        against: What the pipeline is compared with: ``notebook``, or the ``plain call`` of a pipeline function.
        outcome: The result.
        variables: What was compared, by step in notebook order.
        notebook_failure: Why the notebook did not run to its end.
        pipeline_failure: Why the pipeline did not.
        runs: How often the notebook was run.
        duration: Seconds that all runs and the comparison took.
        directory: Where the logs, and what the steps saved, are.
        notes: What the reader should know about the conditions.
    """

    version: Literal[1] = 1
    pipeline: str
    source: str | None
    against: str = NOTEBOOK
    outcome: Outcome
    variables: tuple[VariableComparison, ...]
    notebook_failure: RunFailure | None = None
    pipeline_failure: RunFailure | None = None
    runs: int = 1
    duration: float
    directory: str
    notes: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]  # mypy does not know decorated properties
    @property
    def equal(self) -> bool:
        """Whether no difference was found, and both ran to their end."""
        return self.outcome is Outcome.EQUAL

    def without_cells(self) -> Verification:
        """Give the same without numbers of cells, which mean nothing where the code stands in a Python file."""
        failures = {
            name: failure and failure.model_copy(update={"cell": None})
            for name, failure in (
                ("notebook_failure", self.notebook_failure),
                ("pipeline_failure", self.pipeline_failure),
            )
        }
        variables = tuple(variable.model_copy(update={"cell": 0}) for variable in self.variables)
        return self.model_copy(update={"variables": variables, **failures})

    @property
    def differences(self) -> tuple[VariableComparison, ...]:
        """The variables that differ."""
        return tuple(variable for variable in self.variables if variable.status is Status.DIFFERENT)

    def to_dict(self) -> dict[str, JsonValue]:
        """Give all facts in a form that JSON holds."""
        return self.model_dump(mode="json")
