"""One pipeline of several parts: notebooks, steps in source text, step functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from typing_extensions import Unpack

from kale.analysis import Order, symbol_table
from kale.build import Draft, draft_notebook
from kale.diagnostics import Diagnostic, Span
from kale.dsl import StepFunction
from kale.dsl.lone_steps import LoneSteps
from kale.dsl.rules import NAME_CLASH, STEP_IN_TWO_PARTS
from kale.errors import CompileError
from kale.notebook import NotebookSource, PackageRequest, read_notebook
from kale.pipeline import Cell, PipelineSettings, StepSource
from kale.pipelines import Pipeline
from kale.places import Origin, Origins
from kale.source_steps import draft_sources


@dataclass(frozen=True)
class FunctionStep:
    """A step function as a part of a pipeline, where its arguments are not simply the variables of the same names.

    Attributes:
        function: The step function.
        variables: Names of variables of the parts before, by the argument that takes them.
        result: Name of the variable for what the function returns.
    """

    function: StepFunction[..., object]
    variables: Mapping[str, str] = field(default_factory=dict)
    result: str | None = None


Part: TypeAlias = "NotebookSource | StepSource | StepFunction[..., object] | FunctionStep"
"""A notebook, a step in source text, or a step function whose arguments are variables of the parts before."""


class _Composition:
    """What the parts so far make."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._bound: dict[str, str | None] = {}
        self._functions: LoneSteps | None = None
        self._code_position = 0

    def add(self, part: Part) -> None:
        """Add a part after the others."""
        if isinstance(part, StepFunction):
            part = FunctionStep(part)
        if isinstance(part, FunctionStep):
            if self._functions is None:
                self._functions, self._code_position = LoneSteps(part.function), len(self.drafts)
            draft = self._functions.call(part.function, part.variables, self._bound.keys(), part.result)
        elif isinstance(part, StepSource):
            draft = _source_draft(part)
        else:
            draft = draft_notebook(read_notebook(part))
        self._bound.update(_bindings(draft))
        self.drafts.append(draft)

    def finish(self) -> tuple[Draft, ...]:
        """Give the programs of all parts, and in front of the first step function what the functions need."""
        if self._functions is None:
            return tuple(self.drafts)
        code = self._functions.code()
        clashes = tuple(
            _clash(name, code)
            for name, qualified in sorted(_bindings(code).items())
            if name in self._bound and (qualified is None or qualified != self._bound[name])
        )
        code = replace(code, diagnostics=(*code.diagnostics, *clashes))
        return (*self.drafts[: self._code_position], code, *self.drafts[self._code_position :])


def compose(*parts: Part, name: str | None = None, **settings: Unpack[PipelineSettings]) -> Pipeline:
    """Make one pipeline of several parts, which computes what running them one after another in one kernel computes.

    Args:
        parts: Notebooks, steps in source text and step functions. Each can use the variables that the parts before it
            bind; an argument of a step function takes the variable of its name.
        name: Name of the pipeline; that of the first part unless given.
        settings: What belongs to the pipeline as a whole, instead of what the first part says.

    Raises:
        kale.errors.NotebookError: A source is no notebook that `kale` can read.
        kale.errors.CompileError: No pipeline can be made of the parts; its ``diagnostics`` say why.
        kale.errors.OptionError: An option is unknown or cannot have that value.

    Example:
        >>> from kale import StepSource, compose
        >>> pipeline = compose("sales.ipynb", StepSource(name="report", source="print(max(prices))"), name="reported")
        >>> [step.name for step in pipeline.steps]
        ['load', 'raise', 'report']
    """
    composition = _Composition()
    for part in parts:
        composition.add(part)
    if not composition.drafts:
        raise CompileError("a pipeline needs at least one part")
    merged = _merged(composition.finish())
    pipeline = Pipeline.from_draft(replace(merged, name=name or composition.drafts[0].name))
    return pipeline.with_options(**settings)


def _source_draft(step: StepSource) -> Draft:
    draft = draft_sources([step.model_copy(update={"after": ()})], name=step.name)
    orders = tuple(Order(earlier, step.name, draft.cells[0].span()) for earlier in step.after)
    origins = Origins({cell.number: Origin(1) for cell in draft.cells})
    return replace(draft, orders=orders, origins=origins, source=f"step {step.name}")


def _bindings(draft: Draft) -> dict[str, str | None]:
    """Give what a program binds, and what imported names stand for."""
    tables = (symbol_table(cell) for cell in draft.cells)
    return {
        bind.name: bind.qualified for table in tables if not isinstance(table, Diagnostic) for bind in table.bindings
    }


def _merged(drafts: Sequence[Draft]) -> Draft:
    first = drafts[0]
    cells: list[Cell] = []
    origins: dict[int, Origin] = {}
    orders: list[Order] = []
    diagnostics: list[Diagnostic] = []
    packages: list[PackageRequest] = []
    for draft in drafts:
        offset = cells[-1].number if cells else 0
        for cell in draft.cells:
            number = cell.number + offset
            cells.append(cell.model_copy(update={"number": number}))
            origin = draft.origins.by_number.get(cell.number, Origin(cell.number))
            file = origin.file or draft.source
            origins[number] = Origin(origin.cell, None if draft is first and file == first.source else file)
        orders += [replace(order, span=_shifted(order.span, offset)) for order in draft.orders]
        packages += [p.model_copy(update={"span": _shifted(p.span, offset)}) for p in draft.packages]
        other = None if draft is first else draft.source
        diagnostics += [_shifted_diagnostic(found, offset, other) for found in draft.diagnostics]
    diagnostics += _repeated_steps(drafts)
    steps = {
        cell.step: draft.steps.get(cell.step, draft.defaults) for draft in drafts for cell in draft.cells if cell.step
    }
    return Draft(
        name=first.name,
        cells=tuple(cells),
        orders=tuple(orders),
        steps=steps,
        defaults=first.defaults,
        options=first.options,
        description=first.description,
        source=first.source,
        origins=Origins(origins),
        folder=next((draft.folder for draft in drafts if draft.folder is not None), None),
        packages=tuple(packages),
        diagnostics=tuple(diagnostics),
    )


def _shifted(span: Span, offset: int) -> Span:
    return span.model_copy(update={"cell": span.cell + offset})


def _shifted_diagnostic(found: Diagnostic, offset: int, file: str | None) -> Diagnostic:
    """Give a diagnostic of one part in the numbers of the whole; lines of Python files keep their places."""

    def placed(span: Span) -> Span:
        return _shifted(span, offset) if span.cell else span.model_copy(update={"file": span.file or file})

    related = tuple(part.model_copy(update={"span": placed(part.span)}) for part in found.related)
    return found.model_copy(update={"span": placed(found.span) if found.span else None, "related": related})


def _repeated_steps(drafts: Sequence[Draft]) -> list[Diagnostic]:
    seen: set[str] = set()
    found: list[Diagnostic] = []
    for draft in drafts:
        names = dict.fromkeys(cell.step for cell in draft.cells if cell.step is not None)
        for name in names:
            if name in seen:
                message = f"step {name!r} of {draft.source or draft.name} has the name of a step of an earlier part"
                found.append(STEP_IN_TWO_PARTS.at(None, message, help="rename one of the two steps"))
        seen.update(names)
    return found


def _clash(name: str, draft: Draft) -> Diagnostic:
    message = f"{name!r} means one thing in {draft.source} and another in an earlier part; the parts share names"
    return NAME_CLASH.at(None, message, help="give one of the two another name")
