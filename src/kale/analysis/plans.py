"""The plan of each step: what its process carries out, in the order of the notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kale.analysis.charts import charts_of
from kale.analysis.dataflow import Flow
from kale.analysis.files import file_path, is_file
from kale.analysis.needs import Use
from kale.analysis.process_state import is_state
from kale.analysis.program import Line, lines_of
from kale.analysis.supply import Bundle
from kale.analysis.versions import Version
from kale.pipeline import (
    Cell,
    CodeBlock,
    Define,
    EdgeKind,
    Load,
    Operation,
    Reason,
    Role,
    Run,
    Save,
    TakeParameter,
)

_MAKES_FUNCTIONS: Final = re.compile(r"\b(def|lambda|class|exec|eval)\b")
_MAKES_CLASSES: Final = re.compile(
    r"\b(class|exec|eval|namedtuple|NamedTuple|TypedDict|make_dataclass|\w*Enum|Flag|type)\b"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """An operation at its place in the notebook; ``rank`` orders operations at one position."""

    position: int
    rank: int
    operation: Operation
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """What the notebook's code makes at all."""

    functions: bool
    classes: bool


def plans(flow: Flow, bundles: Iterable[Bundle]) -> tuple[tuple[Operation, ...], ...]:
    """Give the operations of every step, by number of the step."""
    by_version = {version: bundle for bundle in bundles for version in bundle.versions}
    ends, made = _cell_ends(flow), _made_in(flow)
    runs: dict[int, list[tuple[Cell, int]]] = {}
    for number, cell, position in flow.program.runs():
        runs.setdefault(number, []).append((cell, position))
    saved: dict[int, list[Bundle]] = {}
    for bundle in sorted(set(by_version.values()), key=lambda bundle: (bundle.cell, bundle.artifact)):
        saved.setdefault(bundle.step, []).append(bundle)
    plan = []
    for step in range(len(flow.program.steps)):
        items = [
            *_definitions(flow, step),
            *_parameters(flow, step),
            *_loads(flow, step, by_version),
            *_runs(flow, step, runs.get(step, ())),
            *_saves(made, ends, saved.get(step, ())),
        ]
        items.sort(key=lambda item: (item.position, item.rank))
        plan.append(tuple(_joined(items)))
    return tuple(plan)


def data_edges(flow: Flow, bundles: Iterable[Bundle]) -> dict[tuple[int, int], tuple[Reason, ...]]:
    """Give the reasons for each pair of steps between which values flow, or whose order the code decides."""
    saved = {version for bundle in bundles for version in bundle.versions}
    reasons: dict[tuple[int, int], list[Reason]] = {}
    for step, needs in enumerate(flow.needs):
        loads = [(version, use) for version, use in needs.loads.items() if version in saved and version.step != step]
        for version, use in sorted(loads, key=lambda load: (load[0].position, load[0].name)):
            assert version.step is not None
            reasons.setdefault((version.step, step), []).append(_reason(version, use))
    for arrow, orders in flow.orders.items():
        reasons.setdefault(arrow, []).extend(orders)
    return {arrow: tuple(found) for arrow, found in reasons.items()}


def _reason(version: Version, use: Use) -> Reason:
    return Reason(
        kind=_edge_kind(version.name),
        variable=file_path(version.name) if is_file(version.name) else version.name,
        made=version.line.span(version.place) if version.line is not None else None,
        used=use.line.span(use.place),
    )


def _edge_kind(name: str) -> EdgeKind:
    if is_file(name):
        return EdgeKind.FILE
    return EdgeKind.STATE if is_state(name) else EdgeKind.VALUE


def _definitions(flow: Flow, step: int) -> Iterator[_Item]:
    for position, line in flow.needs[step].defines.items():
        names = tuple(dict.fromkeys(bind.name for bind in line.statement.bindings()))
        yield _Item(position, 1, Define(code=line.code(), names=names), line)


def _parameters(flow: Flow, step: int) -> Iterator[_Item]:
    for name, (version, _) in flow.needs[step].parameters.items():
        yield _Item(version.position, 0, TakeParameter(name=name))


def _loads(flow: Flow, step: int, by_version: dict[Version, Bundle]) -> Iterator[_Item]:
    needed: dict[Bundle, list[Version]] = {}
    for version in flow.needs[step].loads:
        if version in by_version and version.step != step:
            needed.setdefault(by_version[version], []).append(version)
    defined = flow.needs[step].defines.keys()
    for bundle, versions in needed.items():
        # What else the artifact holds is loaded along with them, and what it is an instance of must be there.
        carried = {held.position for version in bundle.versions for held in version.carries} & defined
        yield _Item(
            max({version.position for version in versions} | carried),
            2,
            Load(
                producer=flow.program.steps[bundle.step],
                artifact=bundle.artifact,
                variables=tuple(sorted(version.name for version in versions)),
            ),
        )


def _runs(flow: Flow, step: int, cells: Iterable[tuple[Cell, int]]) -> Iterator[_Item]:
    for cell, position in cells:
        if cell.source.strip():
            code = CodeBlock(cell=cell.number, text=cell.source, cell_id=cell.cell_id, script=cell.script)
            is_metrics = cell.role is Role.METRICS
            charts = charts_of(cell.source, flow.program.cells) if is_metrics else ()
            yield _Item(position, 4, Run(code=code, metrics=is_metrics, charts=charts))
    for line in flow.once.get(step, ()):
        yield _Item(line.position, 3, Run(code=line.code()), line)


def _made_in(flow: Flow) -> _Made:
    text = "\n".join(cell.source for cell in flow.program.cells)
    return _Made(bool(_MAKES_FUNCTIONS.search(text)), bool(_MAKES_CLASSES.search(text)))


def _saves(made: _Made, ends: Mapping[int, int], saved: Iterable[Bundle]) -> Iterator[_Item]:
    for bundle in saved:
        operation = Save(
            artifact=bundle.artifact,
            variables=bundle.variables,
            definitions=bundle.definitions,
            functions=made.functions,
            classes=made.classes,
        )
        yield _Item(ends[bundle.cell], 5, operation)


def _cell_ends(flow: Flow) -> dict[int, int]:
    """Give the position of the last statement of each cell."""
    ends: dict[int, int] = {}
    for line in flow.program.lines:
        ends[line.cell.number] = line.position
    return ends


def _joined(items: Iterable[_Item]) -> Iterator[Operation]:
    """Join statements that follow each other in one cell and are carried out one after the other."""
    joined: list[_Item] = []
    for item in items:
        if joined and not _follows(joined[-1], item):
            yield _join(joined)
            joined = []
        joined.append(item)
    if joined:
        yield _join(joined)


def _follows(first: _Item, second: _Item) -> bool:
    before, after = first.line, second.line
    if before is None or after is None or type(first.operation) is not type(second.operation):
        return False
    adjacent = before.cell is after.cell and after.position == before.position + 1
    return adjacent and before.statement.alone and after.statement.alone


def _join(items: Sequence[_Item]) -> Operation:
    """Give one operation for statements of one kind, with the text between them."""
    operation, last = items[0].operation, items[-1].line
    if len(items) == 1 or last is None:
        return operation
    assert isinstance(operation, Define | Run)
    lines = lines_of(last.cell.source)[operation.code.line - 1 : last.statement.last_line]
    code = operation.code.model_copy(update={"text": "\n".join(lines)})
    if isinstance(operation, Run):
        return Run(code=code)
    names = (name for item in items if isinstance(item.operation, Define) for name in item.operation.names)
    return Define(code=code, names=tuple(dict.fromkeys(names)))
