"""From what a pipeline function does to a program of cells: what it needs of its modules, then a cell for each call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Final

from kale.analysis import Order
from kale.build import Draft
from kale.builtin_names import BUILTIN_NAMES
from kale.diagnostics import Span
from kale.dsl.calls import Call
from kale.dsl.cells import CellWriter
from kale.dsl.modules import source_of
from kale.dsl.needed_code import NeededCode, needed_code
from kale.dsl.parameters import stand_in
from kale.dsl.tracing import Trace
from kale.dsl.variables import Names, Variables, name_values
from kale.notebook.folder import Folder
from kale.pipeline import ArtifactType, Cell, Parameter, PipelineOptions, Role
from kale.places import Origin, Origins

RESULTS: Final = "<results>"
"""Name of a step that stands for whoever asks for what the pipeline function returns; it is never run."""


@dataclass(frozen=True)
class Settings:
    """What the user says of a pipeline as a whole.

    Attributes:
        name: Its name.
        description: What it is for.
        options: What belongs to the pipeline rather than to a step.
    """

    name: str
    description: str
    options: PipelineOptions


@dataclass(frozen=True)
class Sketch:
    """A pipeline function as a program, with what the program cannot say of itself.

    Attributes:
        draft: The program.
        parameters: The parameters of the pipeline.
        variables: The variable that holds each parameter, by the parameter's name.
        types: What the platform takes each variable for.
        values: The variables of what each call returns.
        code: What the steps need of their modules.
    """

    draft: Draft
    parameters: tuple[Parameter, ...]
    variables: Mapping[str, str]
    types: Mapping[str, ArtifactType]
    values: Mapping[Call, Variables]
    code: NeededCode


@dataclass
class CellList:
    """Cells in the order of the program, each with its origin."""

    source: str | None
    cells: list[Cell] = field(default_factory=list)
    origins: dict[int, Origin] = field(default_factory=dict)

    def add(self, text: str, role: Role, file: str, step: str | None = None) -> Span | None:
        """Add a cell, unless it is empty, and give the start of its first line."""
        if not text.strip():
            return None
        number = len(self.cells) + 1
        self.cells.append(Cell(number=number, source=text, role=role, step=step))
        self.origins[number] = Origin(0, None if file == self.source else file_name(file))
        line = len(text) - len(text.lstrip("\n")) + 1
        return Span(cell=number, line=line, end_line=line)


def sketch(trace: Trace, function: FunctionType, parameters: tuple[Parameter, ...], settings: Settings) -> Sketch:
    """Give the program that a pipeline function is.

    Args:
        trace: What the function does.
        function: The function.
        parameters: Its parameters.
        settings: What the user says of the pipeline.
    """
    file = function.__code__.co_filename
    source = source_of(function)
    code = needed_code(trace, function)
    names = Names({*code.bound, *BUILTIN_NAMES})
    variables = {parameter.name: names.new(parameter.name) for parameter in parameters}
    values = name_values(trace.calls, source.definition(function.__code__) if source else None, names)
    writer = CellWriter(trace, values, variables, names)
    cells, orders = _cells(trace, function, writer, code, [(variables[p.name], stand_in(p)) for p in parameters])
    draft = Draft(
        name=settings.name,
        cells=tuple(cells.cells),
        orders=orders,
        steps={call.name: call.task.options for call in trace.calls},
        options=settings.options,
        description=settings.description,
        source=file_name(file),
        origins=Origins(cells.origins),
        folder=Folder.of_source(file),
        diagnostics=code.problems,
    )
    return Sketch(draft, parameters, variables, _types(values), values, code)


def file_name(path: str) -> str:
    """Give the name of a file without its folder."""
    return path.replace("\\", "/").rpartition("/")[2]


def _cells(
    trace: Trace,
    function: FunctionType,
    writer: CellWriter,
    code: NeededCode,
    parameters: Iterable[tuple[str, str]],
) -> tuple[CellList, tuple[Order, ...]]:
    file, line = function.__code__.co_filename, function.__code__.co_firstlineno
    calls = [(call, writer.call(call)) for call in trace.calls]
    cells = CellList(file)
    cells.add("\n".join(f"{name} = {value}" for name, value in parameters), Role.PARAMETERS, file)
    for piece in code.pieces:
        cells.add(piece.text, Role.FUNCTIONS, piece.file)
    cells.add(writer.shared(line), Role.FUNCTIONS, file)
    orders: list[Order] = []
    for call, text in calls:
        span = cells.add(text, Role.STEP, call.file, call.name)
        assert span is not None
        orders.extend(Order(earlier.name, call.name, span) for earlier in call.after)
        for metric in trace.metrics:
            if metric.call is call:
                cells.add(writer.metric(metric), Role.METRICS, call.file, call.name)
    if trace.results:
        cells.add(writer.results(trace.results, line), Role.STEP, file, RESULTS)
    return cells, tuple(orders)


def _types(values: Mapping[Call, Variables]) -> dict[str, ArtifactType]:
    types: dict[str, ArtifactType] = {}
    for call, variables in values.items():
        returned = call.returned
        if variables.whole is not None:
            types[variables.whole] = returned.artifact
        for part, name in variables.parts.items():
            elements = returned.elements or ()
            types[name] = elements[part] if isinstance(part, int) else returned.fields.get(part, ArtifactType.ARTIFACT)
        for output, name in variables.taken:
            fields = output._kale_call.returned.fields
            types[name] = fields.get(str(output._kale_part), ArtifactType.ARTIFACT)
    return types
