"""The verification itself: runs, comparison and verdict."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from kale.engines.arguments import resolve_parameters
from kale.engines.folders import numbered_folder
from kale.engines.steps import Echo, Listener
from kale.pipeline import Cell, ParameterValue, Pipeline
from kale.verification.looks import plan_looks
from kale.verification.original import NOTEBOOK, Original
from kale.verification.results import Outcome, RunFailure, Status, VariableComparison, Verification
from kale.verification.runs import ObservedRun, Runner
from kale.verification.verdicts import judge
from kale.verification.workplace import Workplace, levels_above

_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]+")


def verify_pipeline(
    cells: Sequence[Cell],
    pipeline: Pipeline,
    *,
    parameters: Mapping[str, ParameterValue] | None = None,
    variables: Mapping[str, str] | None = None,
    original: Original | None = None,
    home: Path,
    root: Path,
    on_event: Listener | None = None,
    echo: Echo | None = None,
) -> Verification:
    """Run cells in one process and a pipeline step by step, and compare what they compute.

    Args:
        cells: The cells that take part, in notebook order, as plain Python.
        pipeline: The pipeline that is to compute the same.
        parameters: Values of the pipeline's parameters, by name.
        variables: The variable of the cells that holds each parameter, by the parameter's name, where the cells do not
            bind the parameters' own values to their names.
        original: What the cells were made from, to be run in their place.
        home: Folder whose files the notebook reads; it is copied, and stays as it is.
        root: Folder in which the verification gets a folder of its own.
        on_event: Called when the notebook or a step starts or ends; the notebook's own steps are called
            ``notebook`` and ``notebook again``, and those of an original likewise by its name.
        echo: Called with the name of a step and each line that it prints.

    Raises:
        kale.errors.CompileError: The platform cannot run what the pipeline describes.
        kale.errors.ParameterError: A parameter is unknown, has no value or one of the wrong type.
        kale.errors.OutputError: The folder cannot be made.
    """
    started = time.monotonic()
    given = dict(parameters or {})
    taken = {name: name for name in given} if variables is None else {held: name for name, held in variables.items()}
    resolve_parameters(pipeline, given)
    looks = plan_looks(cells, pipeline)
    folder = numbered_folder(root, f"{pipeline.name}-verification")
    levels = levels_above(cell.source for cell in cells)
    workplace = Workplace(home, folder / "work", levels=levels, without=root)
    runner = Runner(cells, pipeline, looks, given, taken, folder, workplace, original, on_event, echo)
    name = NOTEBOOK if original is None else original.name
    try:
        notebook, steps = runner.notebook(name, "0"), runner.pipeline("0")
        compared = judge(looks, notebook.seen, steps.seen, original=original)
        again = runner.notebook(again_name(name), "1") if _differ(compared, notebook, steps) else None
        if again is not None:
            compared = judge(looks, notebook.seen, steps.seen, again.seen, original=original)
    finally:
        runner.clear()
    return Verification(
        pipeline=pipeline.display_name or pipeline.name,
        source=pipeline.source,
        against=name,
        outcome=_outcome(compared, notebook, steps, again),
        variables=compared,
        notebook_failure=notebook.failure,
        pipeline_failure=steps.failure,
        runs=1 if again is None else 2,
        duration=time.monotonic() - started,
        directory=str(folder),
        notes=tuple(_notes(workplace)),
    )


def again_name(name: str) -> str:
    """Give what the second run of a notebook, or of what stands in its place, is called."""
    return f"{name} again"


def _differ(variables: Sequence[VariableComparison], notebook: ObservedRun, steps: ObservedRun) -> bool:
    different = any(variable.status is Status.DIFFERENT for variable in variables)
    return different or not _same_failure(notebook.failure, steps.failure)


def _outcome(
    variables: Sequence[VariableComparison], notebook: ObservedRun, steps: ObservedRun, again: ObservedRun | None
) -> Outcome:
    if any(variable.status is Status.DIFFERENT for variable in variables):
        return Outcome.DIFFERENT
    if not _same_failure(notebook.failure, steps.failure, again.failure if again is not None else None):
        return Outcome.DIFFERENT
    return Outcome.EQUAL if notebook.failure is None else Outcome.NOTEBOOK_FAILS


def _same_failure(one: RunFailure | None, other: RunFailure | None, again: RunFailure | None = None) -> bool:
    """Whether two runs ended alike. A message that changes from run to run of the notebook need not be the same."""
    if one is None or other is None:
        return one is other
    # What stands in the place of a notebook has no cells.
    if one.type != other.type or (one.cell != other.cell and one.cell is not None):
        return False
    return _message(one) == _message(other) or (again is not None and _message(again) != _message(one))


def _message(failure: RunFailure) -> str:
    return _ADDRESS.sub("0x", failure.message)


def _notes(workplace: Workplace) -> Iterator[str]:
    for path in workplace.linked:
        yield f"{path} is too large to be copied, so the runs work on it itself"
