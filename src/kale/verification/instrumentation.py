"""Pipelines whose steps write down what each cell leaves behind.

What is added to a plan are runs of code of our own, at cell 0, which no notebook has. It binds no name there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from kale.pipeline import Cell, CodeBlock, Operation, Pipeline, Role, Run, Step, StepOptions, TakeParameter
from kale.verification.looks import Look
from kale.verification.original import Original

_LOAD: Final = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("kale_observer", home + "/__init__.py", submodule_search_locations=[home])
module = sys.modules["kale_observer"] = module_from_spec(spec)
spec.loader.exec_module(module)
module.current = module.Observer(log, requests, blocks)
"""
_CURRENT: Final = '__import__("sys").modules["kale_observer"].current'


@dataclass(frozen=True)
class Recording:
    """Where the steps' processes write down what they see.

    Attributes:
        log: File for the observations.
        requests: File that says which names each look is about.
        blocks: Folder for the large parts of descriptions.
    """

    log: Path
    requests: Path
    blocks: Path


def observed_pipeline(pipeline: Pipeline, looks: Mapping[str, Mapping[int, Look]], recording: Recording) -> Pipeline:
    """Give the pipeline with looks in the plans of its steps, and without reports, which would show the looks.

    Args:
        pipeline: The pipeline.
        looks: The looks of each step, by the position in the plan of the operation that comes before.
        recording: Where they are written down.
    """
    steps = []
    for step in pipeline.steps:
        plan = _observed(step.plan, looks.get(step.name, {}), recording)
        options = step.options.model_copy(update={"report": None})
        steps.append(step.model_copy(update={"plan": plan, "options": options}))
    return pipeline.model_copy(update={"steps": tuple(steps)})


def notebook_pipeline(
    pipeline: Pipeline,
    cells: Sequence[Cell],
    looks: Mapping[int, Look],
    recording: Recording,
    *,
    taken: Mapping[str, str] | None = None,
    name: str = "notebook",
    original: Original | None = None,
) -> Pipeline:
    """Give a pipeline of one step that runs all cells from top to bottom, or what they were made from.

    Args:
        pipeline: The notebook's pipeline.
        cells: The cells, in order.
        looks: The look after each cell.
        recording: Where they are written down.
        taken: Parameters that do not have the notebook's own value, by the variable that holds each.
        name: What to call the step.
        original: What the cells were made from; of them, only the parameters are run besides.
    """
    plan = (
        _plan(cells, looks, recording, taken or {})
        if original is None
        else _original_plan(original, cells, looks, recording, taken or {})
    )
    environment = {key: value for step in reversed(pipeline.steps) for key, value in step.options.env.items()}
    step = Step(name=name, plan=plan, options=StepOptions(env=environment))
    options = pipeline.options.model_copy(update={"watch": False})
    return pipeline.model_copy(update={"steps": (step,), "edges": (), "options": options})


def _plan(
    cells: Sequence[Cell], looks: Mapping[int, Look], recording: Recording, taken: Mapping[str, str]
) -> tuple[Operation, ...]:
    plan: list[Operation] = []
    ends: dict[int, int] = {}
    for cell in cells:
        plan.extend(_cell(cell, taken))
        if plan and cell.number in looks:
            ends[cell.number] = len(plan) - 1
    return _observed(plan, {place: looks[number] for number, place in ends.items()}, recording)


def _original_plan(
    original: Original,
    cells: Sequence[Cell],
    looks: Mapping[int, Look],
    recording: Recording,
    taken: Mapping[str, str],
) -> tuple[Operation, ...]:
    parameters = [part for cell in cells if cell.role is Role.PARAMETERS for part in _cell(cell, taken)]
    expression = original.expression({cell: look.number for cell, look in looks.items()})
    return (*_observed(parameters, {}, recording), _ours(2, expression))


def _cell(cell: Cell, taken: Mapping[str, str]) -> Iterator[Operation]:
    if cell.role is not Role.PARAMETERS or not taken:
        yield Run(code=CodeBlock(cell=cell.number, text=cell.source, cell_id=cell.cell_id, script=cell.script))
        return
    for node in ast.parse(cell.source).body:
        line, text = _statement(node, cell.source)
        yield Run(code=CodeBlock(cell=cell.number, line=line, text=text, cell_id=cell.cell_id))
        yield from (_take(taken[name], name) for name in _assigned(node) if name in taken)


def _take(parameter: str, variable: str) -> TakeParameter:
    return TakeParameter(name=parameter, variable=None if parameter == variable else variable)


def _statement(node: ast.stmt, source: str) -> tuple[int, str]:
    """Give the first line of a statement, and its text."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    if decorators:
        first = min(decorator.lineno for decorator in decorators)
        return first, "\n".join(source.split("\n")[first - 1 : node.end_lineno])
    return node.lineno, ast.get_source_segment(source, node) or ast.unparse(node)


def _assigned(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def _observed(plan: Sequence[Operation], looks: Mapping[int, Look], recording: Recording) -> tuple[Operation, ...]:
    lines = count(1)
    found: list[Operation] = [_ours(next(lines), f"exec({_LOAD!r}, {_places(recording)!r})")]
    for place, operation in enumerate(plan):
        if place in looks:
            found.append(_ours(next(lines), f"{_CURRENT}.before()"))
        found.append(operation)
        if place in looks:
            found.append(_ours(next(lines), f"{_CURRENT}.after({looks[place].number})"))
    return tuple(found)


def _ours(line: int, expression: str) -> Run:
    return Run(code=CodeBlock(cell=0, line=line, text=f"{expression};"))


def _places(recording: Recording) -> dict[str, str]:
    home = Path(__file__).parent / "observer"
    places = {"log": recording.log, "requests": recording.requests, "blocks": recording.blocks}
    return {"home": str(home), **{name: str(path) for name, path in places.items()}}
