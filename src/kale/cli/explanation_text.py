"""Explanations as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kale.diagnostics import Span
from kale.drawing.wording import cells_text, one_line
from kale.pipeline import EdgeKind
from kale.pipeline.explanation import Crossing, EdgeExplanation, Event, EventKind, StepExplanation, VariableExplanation

_KINDS: Final = {
    EdgeKind.VALUE: "a value",
    EdgeKind.FILE: "a file",
    EdgeKind.STATE: "the state of a random generator",
    EdgeKind.ORDER: "order",
}


def edge_lines(edge: EdgeExplanation) -> Iterator[str]:
    """Give the lines that say why one step comes after another."""
    yield f"{one_line(edge.source)} → {one_line(edge.target)}"
    for crossing in edge.crossings:
        yield from _crossing_lines(crossing, edge)


def step_lines(step: StepExplanation) -> Iterator[str]:
    """Give the lines that say what a step gets, does and gives."""
    yield f"step {one_line(step.name)}: {cells_text(step.cells) or 'no cells'}"
    yield from _list("waits for", step.after)
    for carried in step.carries:
        names = ", ".join(carried.names) or "a setting"
        used = f", needed in {_place(carried.user)}" if carried.user is not None else ""
        yield f"  carries {names} as code from cell {carried.cell}, line {carried.line}{used}"
    yield from _list(f"takes the parameter{'' if len(step.parameters) == 1 else 's'}", step.parameters)
    for producer, variables in step.loads.items():
        yield f"  loads {', '.join(map(one_line, variables))} from {one_line(producer)}"
    yield from _list("saves", step.saves)
    yield from _list("is waited for by", step.before)


def variable_lines(variable: VariableExplanation) -> Iterator[str]:
    """Give the lines that tell the life of a variable."""
    yield f"variable {variable.name}"
    for event in variable.events:
        yield f"  {one_line(event.step)}: {_event(event)}"


def _crossing_lines(crossing: Crossing, edge: EdgeExplanation) -> Iterator[str]:
    if crossing.kind is EdgeKind.ORDER and crossing.variable is None:
        yield f"  order, because cell {crossing.used.cell if crossing.used else '?'} asks for it"
        return
    yield f"  {crossing.variable}: {_KINDS[crossing.kind]}"
    if crossing.made is not None:
        yield f"    made in {_place(crossing.made)}, by {one_line(edge.source)}"
    if crossing.used is not None:
        yield f"    needed in {_place(crossing.used)}, by {one_line(edge.target)}"
    if crossing.artifact is not None:
        others = ", ".join(map(one_line, crossing.together))
        with_others = f" together with {others}, because they may share objects" if others else ""
        yield f"    saved as the artifact {crossing.artifact}{with_others}"


def _event(event: Event) -> str:
    place = f" in {_place(event.span)}" if event.span is not None else ""
    others = ", ".join(map(one_line, event.other))
    return {
        EventKind.PARAMETER: f"taken from the pipeline's parameter{f', declared{place}' if place else ''}",
        EventKind.CARRIED: f"carried as code, from{place.removeprefix(' in')}" if place else "carried as code",
        EventKind.LOADED: f"loaded, as {others} saved it",
        EventKind.ASSIGNED: f"assigned{place}",
        EventKind.USED: f"first used{place}",
        EventKind.SAVED: f"saved for {others or 'what is saved with it'}",
    }[event.kind]


def _list(what: str, names: Iterable[str]) -> Iterator[str]:
    joined = ", ".join(map(one_line, names))
    if joined:
        yield f"  {what} {joined}"


def _place(span: Span) -> str:
    return f"cell {span.cell}, line {span.line}, column {span.column}"
