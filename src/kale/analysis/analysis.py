"""From annotated cells to the steps of a pipeline."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from kale.analysis.dataflow import Flow, Interpreter
from kale.analysis.effects import Effects
from kale.analysis.facts import Hints, SymbolTable
from kale.analysis.hints import hints_of
from kale.analysis.parameters import read_parameters
from kale.analysis.plans import data_edges, plans
from kale.analysis.program import Program, assemble
from kale.analysis.rules import CYCLE, EDGE_AGAINST_TAGS, EMPTY_STEP
from kale.analysis.saved_classes import classes_to_save, names_of
from kale.analysis.supply import Bundle, lost_versions, settled_bundles
from kale.analysis.surroundings import NO_SURROUNDINGS, ModuleChange, Surroundings
from kale.analysis.symbols import imports_future_annotations, symbol_table
from kale.analysis.unreadable import without_guesses
from kale.analysis.versions import Version
from kale.analysis.watched import watched
from kale.diagnostics import AddTag, Diagnostic, Fix, Related, Report, Span
from kale.pipeline import Cell, Edge, EdgeKind, Operation, Parameter, Reason, Role
from kale.pipeline.graph import ancestors, find_cycle

METRICS_STEP = "pipeline-metrics"
"""Name of the step that reports the metrics when no other step can."""


@dataclass(frozen=True)
class Order:
    """The user's wish that one step comes after another.

    Attributes:
        source: Name of the earlier step.
        target: Name of the later step.
        span: The annotation that says so.
    """

    source: str
    target: str
    span: Span


@dataclass(frozen=True)
class Analysis:
    """What the analysis of a notebook gives.

    Attributes:
        steps: Names of the steps, in order of first appearance.
        plans: Operations of each step, in the same order; empty when there are errors.
        watched: Variables that each step should leave as they are, in the same order; empty when there are errors.
        folders: Folders that each step finds and that earlier steps have made, in the same order.
        edges: Which steps come after which, and why.
        parameters: The pipeline's parameters.
        diagnostics: The problems found.
        files: Paths of the files that steps write, as far as the code shows them.
        module_changes: What steps change in modules, for themselves alone.
        program: The statements of the cells that can be read.
        history: Everything that names came to stand for, in the order of the notebook.
    """

    steps: tuple[str, ...]
    plans: tuple[tuple[Operation, ...], ...]
    watched: tuple[tuple[str, ...], ...]
    folders: tuple[tuple[str, ...], ...]
    edges: tuple[Edge, ...]
    parameters: tuple[Parameter, ...]
    diagnostics: tuple[Diagnostic, ...]
    program: Program
    history: tuple[Version, ...] = ()
    files: frozenset[str] = frozenset()
    module_changes: tuple[ModuleChange, ...] = ()


def analyse(
    cells: Sequence[Cell], orders: Sequence[Order] = (), surroundings: Surroundings = NO_SURROUNDINGS
) -> Analysis:
    """Find out what every step needs and from where.

    A cell that cannot be read takes part as if it were empty, so that the problems of the others come out as well.

    Args:
        cells: The cells that take part, in notebook order.
        orders: What the annotations say about the order of steps.
        surroundings: What stands beside the notebook.
    """
    report = Report()
    with _no_collection():
        hints = hints_of(cells)
        tables = _tables(cells, hints, report)
        if any(_is_homeless(cell) for cell in cells):
            return _with_metrics(cells, tables, hints, orders, report, surroundings=surroundings)
        return _analyse(cells, tables, hints, orders, report, surroundings=surroundings)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage: nearly all that is made lives on, and going through it takes a fourth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            _take_for_old()
            gc.enable()


def _take_for_old() -> None:
    """Spare what was made a search for garbage, which would follow at once: what is old is rarely gone through."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def _tables(cells: Sequence[Cell], hints: Hints, report: Report) -> list[SymbolTable]:
    tables: list[SymbolTable] = []
    future_annotations = False
    for cell in cells:
        table = symbol_table(cell, future_annotations=future_annotations, hints=hints)
        if isinstance(table, Diagnostic):
            report.add(table)
            tables.append(SymbolTable(cell=cell.number, readable=False))
            continue
        report.extend(table.problems)
        future_annotations = future_annotations or imports_future_annotations(table)
        tables.append(table)
    return tables


def _with_metrics(
    cells: Sequence[Cell],
    tables: Sequence[SymbolTable],
    hints: Hints,
    orders: Sequence[Order],
    report: Report,
    *,
    surroundings: Surroundings,
) -> Analysis:
    """Report the metrics in the last step where that adds no edge, otherwise in a step of their own."""
    alone = _analyse(
        _metrics_in(cells, METRICS_STEP), tables, hints, orders, Report(list(report)), surroundings=surroundings
    )
    last = next((cell.step for cell in reversed(cells) if cell.role is Role.STEP), None)
    if last is None or not alone.plans:
        return alone
    arrows = [(edge.source, edge.target) for edge in alone.edges if edge.target != METRICS_STEP]
    sources = {edge.source for edge in alone.edges if edge.target == METRICS_STEP}
    is_leaf = all(source != last for source, _ in arrows)
    if is_leaf and sources <= ancestors(last, arrows) | {last}:
        return _analyse(_metrics_in(cells, last), tables, hints, orders, report, surroundings=surroundings)
    return alone


def _metrics_in(cells: Sequence[Cell], step: str) -> list[Cell]:
    return [cell.model_copy(update={"step": step}) if _is_homeless(cell) else cell for cell in cells]


def _is_homeless(cell: Cell) -> bool:
    """Whether a cell reports metrics, and nobody says in which step."""
    return cell.role is Role.METRICS and cell.step is None


def _analyse(
    cells: Sequence[Cell],
    tables: Sequence[SymbolTable],
    hints: Hints,
    orders: Sequence[Order],
    report: Report,
    *,
    surroundings: Surroundings,
) -> Analysis:
    steps = tuple(dict.fromkeys(cell.step for cell in cells if cell.step is not None))
    program = assemble(cells, tables, steps)
    unreadable = [cell for cell, table in zip(cells, tables, strict=True) if not table.readable]
    flow, saved, parameters, found = _follow(program, hints, surroundings)
    edges = _connect(flow, saved, orders, found)
    report.extend(without_guesses(found, unreadable, cells) if unreadable else found)
    failed = bool(report.errors)
    return Analysis(
        steps=steps,
        plans=() if failed else plans(flow, saved),
        watched=() if failed else watched(flow, saved),
        folders=tuple(tuple(sorted(flow.folders.get(number, ()))) for number in range(len(steps))),
        edges=edges,
        parameters=parameters,
        diagnostics=tuple(report),
        program=program,
        history=tuple(flow.requirements.history),
        files=frozenset(flow.files),
        module_changes=tuple(flow.module_changes),
    )


def _follow(
    program: Program, hints: Hints, surroundings: Surroundings
) -> tuple[Flow, tuple[Bundle, ...], tuple[Parameter, ...], Report]:
    """Follow the notebook, once more as long as that shows classes that cannot be carried as code."""
    as_values: frozenset[int] = frozenset()
    while True:
        found = Report()
        _report_empty_steps(program, found)
        statements = (line.statement for line in program.lines)
        effects = Effects.of(statements, surroundings.modules, names_of(program, as_values))
        parameters, versions = read_parameters(program, found)
        flow = Interpreter(
            program,
            effects,
            versions,
            found,
            identity=hints.identity,
            surroundings=surroundings,
            saved_classes=as_values,
        ).follow()
        saved = settled_bundles(flow, found)
        further = classes_to_save(flow, saved) - as_values
        if not further:
            assert not lost_versions(flow, saved), "only what classes read in passing is gone by the end of a cell"
            return flow, saved, parameters, found
        as_values |= further


def _report_empty_steps(program: Program, report: Report) -> None:
    """Say which steps do nothing, because their cells hold comments at most."""
    busy = {line.step for line in program.lines}
    for number, name in enumerate(program.steps):
        if number not in busy:
            first = next(cell for cell in program.cells if cell.step == name)
            report.add(
                EMPTY_STEP.at(
                    first.span(), f"step {name!r} has nothing to run", help="remove its tags, or write its code"
                )
            )


def _connect(flow: Flow, saved: Sequence[Bundle], orders: Sequence[Order], report: Report) -> tuple[Edge, ...]:
    """Give the edges between steps, and report what is wrong with them."""
    names = flow.program.steps
    data = {(names[source], names[target]): reasons for (source, target), reasons in data_edges(flow, saved).items()}
    _report_against_tags(data, orders, report)
    edges = _edges(names, data, orders)
    _report_cycle(names, edges, report)
    return edges


def _edges(
    names: Sequence[str], data: Mapping[tuple[str, str], tuple[Reason, ...]], orders: Sequence[Order]
) -> tuple[Edge, ...]:
    reasons = {arrow: list(found) for arrow, found in data.items()}
    for order in orders:
        if order.source in names and order.target in names:
            wish = Reason(kind=EdgeKind.ORDER, used=order.span)
            reasons.setdefault((order.source, order.target), []).append(wish)
    position = {name: number for number, name in enumerate(names)}
    ordered = sorted(reasons, key=lambda arrow: (position[arrow[1]], position[arrow[0]]))
    return tuple(Edge(source=s, target=t, reasons=tuple(dict.fromkeys(reasons[s, t]))) for s, t in ordered)


def _report_against_tags(
    data: Mapping[tuple[str, str], tuple[Reason, ...]], orders: Sequence[Order], report: Report
) -> None:
    """Say where data alone makes a step wait for another one that the annotations did not mention."""
    wished = {(order.source, order.target) for order in orders}
    annotated = {order.target: order.span.cell for order in reversed(orders)}
    arrows = wished | data.keys()
    for (source, target), reasons in data.items():
        unwished = target in annotated and (source, target) not in wished
        if unwished and source not in ancestors(target, arrows - {(source, target)}):
            reason = reasons[0]
            made = [Related(span=reason.made, message="made here")] if reason.made is not None else []
            report.add(
                EDGE_AGAINST_TAGS.at(
                    reason.used,
                    f"step {target!r} uses {reason.variable!r} of step {source!r}, so it waits for that step "
                    "although its annotations do not say so",
                    related=made,
                    help=f"add the tag 'prev:{source}' to step {target!r}, or use different names",
                    fix=_wish(source, annotated[target]) if source != METRICS_STEP else None,
                )
            )


def _wish(source: str, cell: int) -> Fix:
    tag = f"prev:{source}"
    return Fix(description=f"add the tag {tag!r} to cell {cell}", edits=(AddTag(cell=cell, tag=tag),))


def _report_cycle(names: Sequence[str], edges: Sequence[Edge], report: Report) -> None:
    by_arrow = {(edge.source, edge.target): edge for edge in edges}
    cycle = find_cycle(names, by_arrow)
    if not cycle:
        return
    steps = [by_arrow[arrow] for arrow in pairwise(cycle)]
    related = [
        Related(span=edge.reasons[0].used, message=f"{edge.target!r} comes after {edge.source!r}{_because(edge)}")
        for edge in steps
        if edge.reasons[0].used is not None
    ]
    report.add(
        CYCLE.at(
            steps[0].reasons[0].used,
            f"the steps wait for each other: {' → '.join(cycle)}",
            related=related,
            help="move the cells that need each other into one step, or give one of the two values another name",
        )
    )


def _because(edge: Edge) -> str:
    return f" because of {', '.join(repr(name) for name in edge.variables)}" if edge.variables else ", says its tag"
