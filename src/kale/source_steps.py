"""Steps as source text, as a program."""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis import Order
from kale.build import Draft
from kale.errors import CompileError
from kale.pipeline import Cell, PipelineOptions, Role, StepSource


def draft_sources(
    steps: Iterable[StepSource],
    *,
    name: str,
    imports: str = "",
    functions: str = "",
    parameters: str = "",
    description: str = "",
    options: PipelineOptions | None = None,
) -> Draft:
    """Give the program that steps in source text are.

    Args:
        steps: The steps, in order.
        name: Name of the pipeline.
        imports: Imports and settings that every step may need.
        functions: Functions and classes that every step may need.
        parameters: Assignments, each of which is a parameter of the pipeline.
        description: What the pipeline is for.
        options: What belongs to the pipeline as a whole.

    Raises:
        kale.errors.CompileError: Two steps have one name, or a step comes after one that does not exist.
    """
    given = tuple(steps)
    shared = ((imports, Role.IMPORTS), (parameters, Role.PARAMETERS), (functions, Role.FUNCTIONS))
    cells = [Cell(number=number, source=text, role=role) for number, (text, role) in enumerate(shared, 1)]
    orders: list[Order] = []
    for number, step in enumerate(given, len(cells) + 1):
        role = Role.METRICS if step.metrics else Role.STEP
        cell = Cell(number=number, source=step.source, role=role, step=step.name)
        cells.append(cell)
        orders.extend(Order(earlier, step.name, cell.span()) for earlier in step.after)
    _check(given)
    return Draft(
        name=name,
        cells=tuple(cell for cell in cells if cell.source.strip()),
        orders=tuple(orders),
        steps={step.name: step.options for step in given},
        options=options or PipelineOptions(),
        description=description,
    )


def _check(steps: tuple[StepSource, ...]) -> None:
    names = [step.name for step in steps]
    for step in steps:
        if names.count(step.name) > 1:
            raise CompileError(f"two steps are called {step.name!r}")
        for earlier in step.after:
            if earlier not in names:
                raise CompileError(f"step {step.name!r} comes after {earlier!r}, which is not a step")
    if not steps:
        raise CompileError("a pipeline needs at least one step")
